package io.nightjar.night;

import io.nightjar.config.Canonical;
import io.nightjar.config.NightjarConfig;
import io.nightjar.prepare.EventSpan;
import io.nightjar.publish.Publisher;
import io.nightjar.publish.QualityGate;
import io.nightjar.report.NightReport;
import io.nightjar.report.ReportData;
import io.nightjar.report.ReportWriter;
import io.nightjar.report.Verdict;
import io.nightjar.run.Causes;
import io.nightjar.run.CodeVersion;
import io.nightjar.run.GateRefusal;
import io.nightjar.run.JobContext;
import io.nightjar.run.JobRunner;
import io.nightjar.run.Overrides;
import io.nightjar.run.StageResult;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.Lineage;
import io.nightjar.store.Releases;
import io.nightjar.store.SnapshotStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** One run of one night, or of a part of it. */
final class NightRun {
  private static final String PUBLISH = "publish";
  private static final String REPORT = "report";

  private final SparkSession session;
  private final NightjarConfig config;
  private final SnapshotStore store;
  private final LocalDate date;
  private final Overrides overrides;
  private final Instant start = Instant.now();
  private final String name = RunName.at(start);
  private final JobRunner jobs;
  private final Steps steps;
  private final List<StageResult> done = new ArrayList<>();

  /** A run of so many steps. */
  NightRun(Night night, LocalDate date, int steps) {
    this.session = night.session();
    this.config = night.config();
    this.store = night.store();
    this.date = date;
    this.overrides = night.overrides();
    this.jobs = new JobRunner(session, config, store, date, name, night.again(), overrides);
    this.steps = new Steps(night.progress(), session.sparkContext(), steps);
  }

  /** All stages, the release and the report. */
  NightResult all(List<Stage> stages) {
    // Before hours of work that could not be released.
    Publisher.refuseOlder(store, date, overrides);
    Releases.Numbered release;
    try {
      stages.forEach(stage -> gate(stage(stage)));
      release = publish();
    } catch (RuntimeException e) {
      throw refused(e);
    }
    NightReport report =
        report(Verdict.releasedAs(release.number(), release.release().overrides()));
    return new NightResult(release, List.copyOf(done), report, folder());
  }

  /** One stage. */
  StageResult stage(Stage stage) {
    StageResult result =
        steps.take(stage.job().name(), stage.lane(), () -> jobs.run(stage.job(), stage.lane()));
    done.add(result);
    return result;
  }

  /** The release alone. */
  Releases.Numbered publish() {
    long before = System.nanoTime();
    Lineage lineage =
        new Lineage(date, PUBLISH, name, CodeVersion.CURRENT, configHash(), new TreeMap<>(), "");
    JobContext context =
        new JobContext(session, config, store, date, Lane.SERVE, lineage, overrides);
    Releases.Numbered release =
        steps.take(PUBLISH, Lane.SERVE, () -> new Publisher().publish(context));
    Duration elapsed = Duration.ofNanos(System.nanoTime() - before);
    done.add(new StageResult(PUBLISH, Lane.SERVE, false, elapsed, new TreeMap<>()));
    return release;
  }

  /** Looks at the metrics as soon as there are any: what follows would be for nothing. */
  private void gate(StageResult result) {
    result.outputs().values().stream()
        .filter(snapshot -> snapshot.id().table() == Table.METRICS)
        .forEach(
            metrics ->
                overrides.judge(
                    "Cannot release " + date,
                    QualityGate.check(
                        store.read(metrics).collectAsList(), config.evaluate(), config.publish())));
  }

  /** Reports a refusal, and gives it back with the place of the report; any other error as is. */
  private RuntimeException refused(RuntimeException e) {
    Optional<GateRefusal> refusal = Causes.first(e, GateRefusal.class);
    if (refusal.isEmpty()) {
      return e;
    }
    String message = refusal.get().getMessage();
    GateRefusal told;
    try {
      report(Verdict.refusedBecause(message));
      told = new GateRefusal(message + System.lineSeparator() + "Report: " + folder());
    } catch (RuntimeException f) {
      told = new GateRefusal(message);
      told.addSuppressed(f);
    }
    told.initCause(e);
    return told;
  }

  private NightReport report(Verdict verdict) {
    io.nightjar.report.Night night =
        new io.nightjar.report.Night(
            name,
            date,
            EventSpan.of(config.prepare(), date).first(),
            configHash(),
            new TreeMap<>(Map.of("train.seed", config.train().seed())),
            verdict,
            start,
            Duration.between(start, Instant.now()),
            List.copyOf(done));
    return steps.take(
        REPORT,
        Lane.SERVE,
        () -> {
          NightReport report = ReportData.of(night, store);
          new ReportWriter(session, store).write(report);
          return report;
        });
  }

  private Path folder() {
    return new Path(store.warehouse(), "reports/" + date + "/" + name);
  }

  private String configHash() {
    return Canonical.hash(config);
  }
}
