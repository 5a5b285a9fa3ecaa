package io.nightjar.store;

import io.nightjar.config.LockConfig;
import io.nightjar.run.GateRefusal;
import io.nightjar.run.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Lets one run at a time write to a warehouse; the others wait. Whole snapshots and releases do not
 * depend on it, they are safe by themselves: it spares two runs the same work, or one of them a
 * refusal.
 *
 * <p>A holder is an entry of a log, {@code _lock/<n>.json}, and lives as long as {@code n.beat}
 * changes: nobody's clock is compared with another's. One that has ended leaves {@code n.free}. One
 * that is dead is passed over after the lease, or at once where its process can be seen to be gone.
 */
public final class RunLock implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(500);

  /** Beats in a lease: some may be late. */
  private static final int BEATS = 6;

  private final Path folder;
  private final Configuration hadoop;
  private final long number;
  private final Timer heart = new Timer("run lock", true);
  private long beats;

  private RunLock(Path folder, Configuration hadoop, long number, LockConfig config) {
    this.folder = folder;
    this.hadoop = hadoop;
    this.number = number;
    long pause = Math.max(1, TimeUnit.SECONDS.toMillis(config.leaseSeconds()) / BEATS);
    beat();
    heart.schedule(
        new TimerTask() {
          @Override
          public void run() {
            beat();
          }
        },
        pause,
        pause);
  }

  /**
   * Waits for the warehouse, and holds it.
   *
   * @param command what the run does, for those who wait
   * @param tell is told once who is waited for
   * @throws GateRefusal if another still holds it after {@code lock.wait-seconds}
   */
  public static RunLock acquire(
      SnapshotStore store, String command, LockConfig config, Consumer<String> tell) {
    return acquire(store, command, config, tell, RunLock::pause);
  }

  /** The same with a pause between two looks. */
  static RunLock acquire(
      SnapshotStore store,
      String command,
      LockConfig config,
      Consumer<String> tell,
      Runnable pause) {
    Path folder = new Path(store.warehouse(), "_lock");
    Waiting waiting = new Waiting(folder, store.hadoop(), config, tell, pause);
    return waiting.acquire(Holder.current(command));
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted before the run", e);
    }
  }

  /** Lets the next run have the warehouse. */
  @Override
  public void close() {
    heart.cancel();
    try {
      write(file(".free"), "");
    } catch (IOException e) {
      // The lease ends by itself.
    }
  }

  private void beat() {
    try {
      write(file(".beat"), Long.toString(++beats));
    } catch (IOException e) {
      // A disk may be full for a while: the next beat may succeed.
    }
  }

  private Path file(String end) {
    return new Path(folder, number + end);
  }

  private void write(Path path, String content) throws IOException {
    TextFile.write(path, content, true, hadoop);
  }

  /** A run on its way to the lock. */
  private static final class Waiting {
    private final Path folder;
    private final Configuration hadoop;
    private final LockConfig config;
    private final Consumer<String> tell;
    private final Runnable pause;
    private final CommitLog<Holder> log;
    private final long start = System.nanoTime();

    /** The holder that is watched, what its last beat was, and since when. */
    private long watched;

    private String beat = "";
    private long since;

    Waiting(
        Path folder,
        Configuration hadoop,
        LockConfig config,
        Consumer<String> tell,
        Runnable pause) {
      this.folder = folder;
      this.hadoop = hadoop;
      this.config = config;
      this.tell = tell;
      this.pause = pause;
      this.log = new CommitLog<>(folder, Holder.class, hadoop);
    }

    RunLock acquire(Holder holder) {
      while (true) {
        long[] numbers = log.sequences();
        long newest = numbers.length == 0 ? 0 : numbers[numbers.length - 1];
        if (newest == 0 || ended(newest)) {
          if (log.append(newest, holder).isPresent()) {
            RunLock lock = new RunLock(folder, hadoop, newest + 1, config);
            forget(numbers);
            return lock;
          }
        } else {
          pause.run();
        }
      }
    }

    private boolean ended(long number) {
      try {
        FileSystem files = folder.getFileSystem(hadoop);
        if (files.exists(new Path(folder, number + ".free"))) {
          return true;
        }
        Holder holder = log.entry(number).value();
        return holder.gone() || silent(number, files, holder);
      } catch (UserError e) {
        // Forgotten meanwhile, and there is a newer one; or damaged, and nobody will say more.
        refuseIfLate(e.getMessage());
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot look at " + folder, e);
      }
    }

    private boolean silent(long number, FileSystem files, Holder holder) {
      String now = content(files, new Path(folder, number + ".beat"));
      long time = System.nanoTime();
      if (number != watched) {
        tell.accept("Waiting for " + holder);
      }
      if (number != watched || !now.equals(beat)) {
        watched = number;
        beat = now;
        since = time;
      }
      refuseIfLate(holder + " holds it; wait for it, or stop it");
      return time - since > TimeUnit.SECONDS.toNanos(config.leaseSeconds());
    }

    private void refuseIfLate(String why) {
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(config.waitSeconds())) {
        throw new GateRefusal(
            "Cannot write to %s within lock.wait-seconds = %d: %s"
                .formatted(folder.getParent(), config.waitSeconds(), why));
      }
    }

    private static String content(FileSystem files, Path path) {
      try (InputStream in = files.open(path)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        return ""; // Being written.
      }
    }

    private void forget(long[] numbers) {
      try {
        FileSystem files = folder.getFileSystem(hadoop);
        for (long number : numbers) {
          for (String end : new String[] {".json", ".beat", ".free"}) {
            files.delete(new Path(folder, number + end), false);
          }
        }
      } catch (IOException e) {
        // The next run does it.
      }
    }
  }

  /**
   * Who holds a warehouse.
   *
   * @param command what the run does
   * @param host name of the machine, for people
   * @param machine name that no two machines, nor two of a machine's containers, have in common; a
   *     blank one is unknown
   * @param pid number of the process
   * @param since when the process began, ISO-8601 UTC
   */
  record Holder(String command, String host, String machine, long pid, String since) {
    static Holder current(String command) {
      ProcessHandle process = ProcessHandle.current();
      return new Holder(
          command, Machine.host(), Machine.name(), process.pid(), since(process).orElse(""));
    }

    /** Whether its process was on this machine and is no more. */
    boolean gone() {
      return !machine.isBlank()
          && machine.equals(Machine.name())
          && !ProcessHandle.of(pid).flatMap(Holder::since).filter(since::equals).isPresent();
    }

    private static Optional<String> since(ProcessHandle process) {
      return process.info().startInstant().map(Object::toString);
    }

    @Override
    public String toString() {
      return "`%s`, process %d on %s since %s".formatted(command, pid, host, since);
    }
  }
}
