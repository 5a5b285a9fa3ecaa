package io.nightjar.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.config.ExpireConfig;
import io.nightjar.night.Verification;
import io.nightjar.store.Expiry;
import io.nightjar.store.SnapshotStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A JVM that releases night after night is killed at random moments and where it hurts most, while
 * a reader reads throughout: it sees a whole night each time, none that is older than one it saw.
 */
@Execution(ExecutionMode.CONCURRENT)
final class KilledPublisherIT {
  private static final long SEED = 20260126;

  /** A publisher lives so long at most after its first night: for some nights more. */
  private static final int LONGEST_MILLIS = 1_500;

  /** Between two looks once a publisher has written its first night, and before. */
  private static final int BRIEF_MILLIS = 20;

  private static final int LONG_MILLIS = 400;

  @TempDir Path folder;

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aReaderSeesWholeReleasesOnlyWheneverThePublisherIsKilled() throws IOException {
    Generations nights = Generations.released(SharedSpark.session(), folder.resolve("warehouse"));
    Random random = new Random(SEED);
    int kills = Faults.count(1, 40);
    List<Moment> moments = Faults.many() ? List.of(Moment.values()) : List.of(Moment.BETWEEN);
    Reader reader = new Reader(nights);
    try (reader) {
      for (int kill = 0; kill < kills; kill++) {
        publish(reader, true, ofMillis(random.nextInt(LONGEST_MILLIS)));
      }
      for (Moment moment : moments) {
        publish(reader, true, until(moment));
      }
    }

    assertEquals(List.of(), reader.wrong);
    int lives = kills + moments.size();
    assertTrue(reader.newest >= lives, "each life released a night: " + reader.newest);
    assertTrue(reader.reads > lives, "read throughout: " + reader.reads);
    cleansUp(reader.newest);
  }

  /** What killed runs left goes, and what is served is whole. */
  private void cleansUp(int newest) throws IOException {
    Generations.Released nights =
        new Generations.Released(SharedSpark.session(), folder.resolve("warehouse"));
    SnapshotStore store = nights.store();
    Expiry.run(store, new ExpireConfig(1, 1, 0), false);
    assertEquals(
        List.of(),
        new Verification(store)
            .ofAll().stream().flatMap(found -> found.damages().stream()).toList());
    try (Stream<Path> attempts = Files.list(folder.resolve("warehouse/user_index/data"))) {
      assertTrue(attempts.count() <= 2, "of the newest night, and of one that was not released");
    }
    assertEquals(newest, nights.read());
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void foldersThatAreOverwrittenInPlaceAreCaught() throws IOException {
    Path warehouse = folder.resolve("warehouse");
    Generations nights = Generations.overwritten(SharedSpark.session(), warehouse);
    nights.write(0);
    Random random = new Random(SEED);
    Reader reader = new Reader(nights);
    try (reader) {
      for (int kill = 0; kill < 20 && reader.wrong.isEmpty(); kill++) {
        publish(reader, false, ofMillis(random.nextInt(LONGEST_MILLIS)));
      }
    }

    assertFalse(reader.wrong.isEmpty(), "the harness would not notice");
  }

  /** Starts a publisher that goes on from the newest night, and kills it after its first one. */
  private void publish(Reader reader, boolean released, Consumer<ChildJvm> untilTheKill)
      throws IOException {
    int next = reader.newest + 1;
    try (ChildJvm publisher =
        new ChildJvm(
            folder,
            Generations.class,
            folder.resolve("warehouse").toString(),
            Integer.toString(next),
            Boolean.toString(released))) {
      publisher.await("wrote " + next);
      reader.pauseMillis = BRIEF_MILLIS;
      untilTheKill.accept(publisher);
    }
    reader.pauseMillis = LONG_MILLIS;
    reader.look();
  }

  private static Consumer<ChildJvm> ofMillis(int millis) {
    return publisher -> Faults.pause(millis);
  }

  private Consumer<ChildJvm> until(Moment moment) {
    Path warehouse = folder.resolve("warehouse");
    return publisher -> {
      long before = moment.files(warehouse);
      while (moment.files(warehouse) <= before) {
        assertTrue(publisher.alive(), moment.name());
        Faults.pause(1); // A core less for the publisher would be a slower one.
      }
    };
  }

  /** Moments of a release that a kill is aimed at, each told by the file that was just made. */
  private enum Moment {
    /** Rows are being written. */
    STAGING("user_index/data", ".parquet"),
    /** The manifest is there, and no log names it. */
    MANIFEST("item_index/data", "_manifest.json"),
    /** An entry of a table's log is being made. */
    COMMIT("item_index/_snapshots", ".json"),
    /** One table is of the new night, the other is not yet. */
    BETWEEN("user_index/_snapshots", ".json"),
    /** The release is being made. */
    RELEASE("_releases", ".json");

    private final String folder;
    private final String end;

    Moment(String folder, String end) {
      this.folder = folder;
      this.end = end;
    }

    /** How many of its files there are, whole or not. */
    long files(Path warehouse) {
      try (Stream<Path> files = Files.walk(warehouse.resolve(folder))) {
        return files.filter(file -> file.getFileName().toString().contains(end)).count();
      } catch (IOException | UncheckedIOException e) {
        return -1; // Something goes as it is looked at.
      }
    }
  }

  /** Reads again and again until it is closed, and keeps what was wrong. */
  private static final class Reader implements AutoCloseable {
    private final Generations generations;
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::readThroughout, "reader");
    private volatile int pauseMillis = LONG_MILLIS;
    private volatile int newest;
    private volatile int reads;
    private volatile boolean closed;

    Reader(Generations generations) {
      this.generations = generations;
      thread.start();
    }

    private void readThroughout() {
      while (!closed && wrong.isEmpty()) {
        look();
        Faults.pause(pauseMillis);
      }
    }

    synchronized void look() {
      reads++;
      try {
        int seen = generations.read();
        if (seen < newest) {
          wrong.add("saw night %d after night %d".formatted(seen, newest));
        }
        newest = Math.max(newest, seen);
      } catch (Exception e) { // Spark declares none of those it throws.
        wrong.add(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void close() {
      closed = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
