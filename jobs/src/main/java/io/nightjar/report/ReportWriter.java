package io.nightjar.report;

import io.nightjar.run.UserError;
import io.nightjar.store.Json;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TextFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Keeps the reports of nights, in {@code <warehouse>/reports/<date>/<run>/}. */
public final class ReportWriter {
  private final SnapshotStore store;
  private final Configuration hadoop;

  /**
   * A writer into a warehouse.
   *
   * @param session tells how to reach the warehouse's file system
   */
  public ReportWriter(SparkSession session, SnapshotStore store) {
    this.store = store;
    this.hadoop = session.sessionState().newHadoopConf();
  }

  /**
   * Writes {@code report.json} and {@code report.html}; those of an earlier run of the same name
   * are replaced.
   *
   * @return the folder that holds them
   * @throws UserError if the run's name cannot be that of a folder
   */
  public Path write(NightReport report) {
    if (!report.run().matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
      throw new UserError(
          "Run name '%s' cannot name a folder; use letters, digits, '.', '_' and '-'"
              .formatted(report.run()));
    }
    Path folder =
        new Path(store.warehouse(), "reports/%s/%s".formatted(report.date(), report.run()));
    write(new Path(folder, "report.json"), Json.write(report));
    write(new Path(folder, "report.html"), HtmlReport.render(report));
    return folder;
  }

  private void write(Path path, String content) {
    try {
      TextFile.write(path, content, true, hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + path, e);
    }
  }
}
