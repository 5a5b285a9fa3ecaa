package io.nightjar.run;

import io.nightjar.config.Canonical;
import io.nightjar.config.NightjarConfig;
import io.nightjar.schema.Table;
import io.nightjar.store.Json;
import io.nightjar.store.Lane;
import io.nightjar.store.Lineage;
import io.nightjar.store.Snapshot;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * Runs jobs of one night. A job whose tables are already there, made from the same inputs by the
 * same code and settings, is not repeated: so a killed night is just run again.
 */
public final class JobRunner {
  private final SparkSession session;
  private final NightjarConfig config;
  private final SnapshotStore store;
  private final LocalDate date;
  private final String run;
  private final boolean again;
  private final Overrides overrides;

  /**
   * A runner for one night.
   *
   * @param run name of this run
   * @param again whether to repeat jobs even where their results are there
   * @param overrides what the night may pass despite
   */
  public JobRunner(
      SparkSession session,
      NightjarConfig config,
      SnapshotStore store,
      LocalDate date,
      String run,
      boolean again,
      Overrides overrides) {
    this.session = session;
    this.config = config;
    this.store = store;
    this.date = date;
    this.run = run;
    this.again = again;
    this.overrides = overrides;
  }

  /** Runs one job in one lane, or finds its results. */
  public StageResult run(Job job, Lane lane) {
    long start = System.nanoTime();
    Lineage lineage = lineage(job, lane);
    Optional<SortedMap<String, Snapshot>> done =
        again ? Optional.empty() : outputs(job, lane, lineage.fingerprint());
    if (done.isEmpty()) {
      job.run(new JobContext(session, config, store, date, lane, lineage, overrides));
    }
    SortedMap<String, Snapshot> outputs =
        done.or(() -> outputs(job, lane, lineage.fingerprint()))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Job "
                            + job.name()
                            + " did not write what it declares: "
                            + job.outputs(lane)));
    return new StageResult(
        job.name(), lane, done.isPresent(), Duration.ofNanos(System.nanoTime() - start), outputs);
  }

  private Lineage lineage(Job job, Lane lane) {
    List<Object> settings = new ArrayList<>(job.settings(config));
    settings.add(config.store());
    String configHash = Canonical.hash(settings.toArray());
    SortedMap<String, String> inputs = new TreeMap<>();
    for (Table table : job.inputs(lane)) {
      TableId id = TableId.of(table, lane);
      store.find(id, date).ifPresent(s -> inputs.put(id.path(), s.contentHash()));
    }
    Lineage bare = new Lineage(date, job.name(), run, CodeVersion.CURRENT, configHash, inputs, "");
    JobContext context = new JobContext(session, config, store, date, lane, bare, overrides);
    String fingerprint =
        Json.hash(
            List.of(
                date.toString(),
                job.name(),
                lane,
                CodeVersion.CURRENT,
                configHash,
                inputs,
                job.surroundings(context)));
    return new Lineage(date, job.name(), run, CodeVersion.CURRENT, configHash, inputs, fingerprint);
  }

  private Optional<SortedMap<String, Snapshot>> outputs(Job job, Lane lane, String fingerprint) {
    SortedMap<String, Snapshot> found = new TreeMap<>();
    for (Table table : job.outputs(lane)) {
      TableId id = TableId.of(table, lane);
      Optional<Snapshot> snapshot =
          store.find(id, date).filter(s -> s.manifest().fingerprint().equals(fingerprint));
      if (snapshot.isEmpty()) {
        return Optional.empty();
      }
      found.put(id.path(), snapshot.get());
    }
    return Optional.of(found);
  }
}
