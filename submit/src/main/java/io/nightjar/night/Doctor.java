package io.nightjar.night;

import io.nightjar.config.NightjarConfig;
import io.nightjar.ingest.InputFiles;
import io.nightjar.ingest.Pseudonyms;
import io.nightjar.run.UserError;
import io.nightjar.store.ExclusiveFile;
import io.nightjar.store.Releases;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Looks before a night, and without Spark, for what would stop it. */
public final class Doctor {
  /** How a check came out. */
  public enum State {
    /** Nothing is wrong. */
    GOOD,
    /** A night goes on, but somebody should look. */
    DOUBTFUL,
    /** A night would fail. */
    BAD
  }

  /**
   * A check and what it found.
   *
   * @param of what was looked at
   */
  public record Finding(String of, State state, String found) {}

  private interface Check {
    String find() throws IOException;
  }

  /** What a check throws that found nothing to stop a night for. */
  private static final class Doubt extends RuntimeException {
    private static final long serialVersionUID = 1;

    Doubt(String found) {
      super(found);
    }
  }

  private final NightjarConfig config;
  private final LocalDate date;
  private final Configuration hadoop;
  private final List<Finding> findings = new ArrayList<>();
  private long inputBytes;

  private Doctor(NightjarConfig config, LocalDate date, Configuration hadoop) {
    this.config = config;
    this.date = date;
    this.hadoop = hadoop;
  }

  /**
   * Looks at everything, also where something was wrong before.
   *
   * @param date the night's
   * @param memory bytes that the driver is going to ask for, where that is known
   * @param machine bytes that this machine has
   */
  public static List<Finding> look(
      NightjarConfig config,
      LocalDate date,
      OptionalLong memory,
      long machine,
      Configuration hadoop) {
    Doctor doctor = new Doctor(config, date, hadoop);
    doctor.input();
    doctor.check("secrets", doctor::secrets);
    doctor.warehouse();
    memory.ifPresent(bytes -> doctor.check("memory", () -> memory(bytes, machine)));
    return doctor.findings;
  }

  private void input() {
    check(
        "configuration",
        () -> {
          config.requireSources();
          return "%,d logs, %,d catalogues of items, %,d of users"
              .formatted(
                  config.ingest().events().size(),
                  config.ingest().items().size(),
                  config.ingest().users().size());
        });
    InputFiles.sources(config.ingest())
        .forEach(
            (key, files) ->
                check(
                    key,
                    () -> {
                      var found = InputFiles.look(key, files, config.ingest(), date, hadoop);
                      inputBytes += found.bytes();
                      String text = "%,d files, %,d bytes".formatted(found.files(), found.bytes());
                      if (found.bytes() == 0) {
                        throw new Doubt(text + ": nothing to read");
                      }
                      return text;
                    }));
  }

  private String secrets() {
    return Pseudonyms.of(config.ingest()).map(names -> "users by " + names).orElse("none are used");
  }

  private void warehouse() {
    check("warehouse", this::probe);
    check("room", this::room);
    check("releases", this::releases);
  }

  /** Creates a file as a commit does, and takes it away again. */
  private String probe() throws IOException {
    Path warehouse = new Path(config.warehouse());
    FileSystem system = warehouse.getFileSystem(hadoop);
    Path folder = system.makeQualified(warehouse);
    boolean there = system.exists(folder);
    Path probes = new Path(folder, "_doctor");
    try {
      Path file = new Path(probes, UUID.randomUUID() + ".json");
      if (!ExclusiveFile.create(file, "{}", hadoop) || ExclusiveFile.create(file, "{}", hadoop)) {
        throw new UserError(
            "Cannot keep a warehouse in " + folder + ": a file can be created there twice");
      }
    } catch (IOException e) {
      throw new UserError(
          "Cannot write to %s: %s; give the night's account write access"
              .formatted(folder, e.getMessage()),
          e);
    } finally {
      system.delete(probes, true);
      if (!there) {
        system.delete(folder, false);
      }
    }
    return folder + (there ? " can be written" : " is not there yet, and can be made");
  }

  /** A night keeps its events once more, and has them shuffled on disks meanwhile. */
  private String room() throws IOException {
    Path folder = new Path(config.warehouse());
    FileSystem system = folder.getFileSystem(hadoop);
    Path there = system.makeQualified(folder);
    while (!system.exists(there)) {
      there = there.getParent();
    }
    long left = system.getStatus(there).getRemaining();
    String text = "%,d bytes are free, the input has %,d".formatted(left, inputBytes);
    if (left < inputBytes) {
      throw new Doubt(text);
    }
    return text;
  }

  private String releases() throws IOException {
    Path folder = new Path(config.warehouse());
    Path warehouse = folder.getFileSystem(hadoop).makeQualified(folder);
    var current = Releases.of(warehouse, hadoop).current();
    if (current.isEmpty()) {
      return "none yet";
    }
    LocalDate served = LocalDate.parse(current.get().release().date());
    String text = "release %d of %s is served".formatted(current.get().number(), served);
    if (served.isAfter(date)) {
      throw new Doubt(text + ": the night of %s needs --allow-older".formatted(date));
    }
    return text;
  }

  private static String memory(long bytes, long machine) {
    String text = "%,d of %,d MB".formatted(bytes >> 20, machine >> 20);
    if (bytes > machine) {
      throw new UserError(text + ": the driver asks for more than there is; lower --driver-memory");
    }
    return text;
  }

  private void check(String of, Check check) {
    try {
      findings.add(new Finding(of, State.GOOD, check.find()));
    } catch (Doubt doubt) {
      findings.add(new Finding(of, State.DOUBTFUL, doubt.getMessage()));
    } catch (UserError | IOException e) {
      findings.add(new Finding(of, State.BAD, e.getMessage()));
    }
  }
}
