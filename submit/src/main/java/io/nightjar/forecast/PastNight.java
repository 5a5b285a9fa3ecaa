package io.nightjar.forecast;

import io.nightjar.night.Stage;
import io.nightjar.report.NightReport;
import io.nightjar.schema.Table;
import io.nightjar.store.Json;
import io.nightjar.store.Lane;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** A night that was: how much it worked on, and how long each stage took when it last ran. */
public final class PastNight {
  private final NightSize size;
  private final Map<String, Double> seconds;

  /**
   * A night.
   *
   * @param seconds wall time of each stage, by {@link #key}
   */
  PastNight(NightSize size, Map<String, Double> seconds) {
    this.size = size;
    this.seconds = Map.copyOf(seconds);
  }

  /** The latest night before a date, if there was one. */
  public static Optional<PastNight> before(
      SnapshotStore store, LocalDate date, SparkSession session) {
    Configuration hadoop = session.sessionState().newHadoopConf();
    return store
        .before(TableId.of(Table.INTERACTIONS, Lane.SERVE), date)
        .flatMap(
            pairs ->
                NightSize.of(store, pairs.date())
                    .map(size -> of(store.warehouse(), pairs.date(), size, hadoop)));
  }

  private static PastNight of(
      Path warehouse, LocalDate date, NightSize size, Configuration hadoop) {
    Map<String, Double> seconds = new HashMap<>();
    try {
      Path folder = new Path(warehouse, "reports/" + date);
      FileSystem system = folder.getFileSystem(hadoop);
      FileStatus[] runs = system.exists(folder) ? system.listStatus(folder) : new FileStatus[0];
      Arrays.sort(runs, Comparator.comparing(run -> run.getPath().getName()));
      for (FileStatus run : runs) { // A later run's time replaces an earlier one's.
        Path report = new Path(run.getPath(), "report.json");
        if (system.exists(report)) {
          add(text(system, report), seconds);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the reports of " + date, e);
    }
    return new PastNight(size, seconds);
  }

  private static String text(FileSystem system, Path file) throws IOException {
    try (InputStream in = system.open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void add(String text, Map<String, Double> seconds) {
    NightReport report;
    try {
      report = Json.read(text, NightReport.class);
    } catch (IllegalArgumentException e) {
      return; // Another version of Nightjar wrote it; then times are guesses.
    }
    for (NightReport.Stage stage : report.stages()) {
      if (!stage.resumed()) {
        seconds.put(stage.job() + " " + stage.lane(), stage.elapsedSeconds());
      }
    }
  }

  /** What it worked on. */
  public NightSize size() {
    return size;
  }

  /** Wall time of a stage, where it is known. */
  Optional<Double> seconds(Stage stage) {
    return Optional.ofNullable(seconds.get(key(stage)));
  }

  /** What a stage is called in a report. */
  static String key(Stage stage) {
    return stage.job().name() + " " + stage.lane().label();
  }
}
