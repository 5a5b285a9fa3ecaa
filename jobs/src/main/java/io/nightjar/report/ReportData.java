package io.nightjar.report;

import io.nightjar.report.Distributions.Example;
import io.nightjar.report.NightReport.DayCount;
import io.nightjar.report.NightReport.MetricValue;
import io.nightjar.report.NightReport.Quarantined;
import io.nightjar.report.NightReport.Stage;
import io.nightjar.report.NightReport.TableState;
import io.nightjar.run.CodeVersion;
import io.nightjar.schema.Table;
import io.nightjar.store.DataFile;
import io.nightjar.store.Lane;
import io.nightjar.store.Manifest;
import io.nightjar.store.Snapshot;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gathers the report of a night from what its jobs left: manifests, and a few aggregates over the
 * tables of the serving lane. A night that was refused early has fewer tables, and a shorter
 * report.
 */
public final class ReportData {
  private static final int DAYS = 400;

  private final Night night;
  private final SnapshotStore store;
  private final Map<String, Snapshot> snapshots = new LinkedHashMap<>();

  private ReportData(Night night, SnapshotStore store) {
    this.night = night;
    this.store = store;
    night.stages().forEach(stage -> snapshots.putAll(stage.outputs()));
  }

  /**
   * The report of a night.
   *
   * @param store the warehouse that holds the snapshots of its stages
   */
  public static NightReport of(Night night, SnapshotStore store) {
    return new ReportData(night, store).report();
  }

  private NightReport report() {
    Optional<Snapshot> interactions = snapshot(Table.INTERACTIONS);
    return new NightReport(
        night.date().toString(),
        night.run(),
        night.startedAt().toString(),
        night.elapsed().toMillis() / 1000.0,
        CodeVersion.CURRENT,
        night.configHash(),
        night.seeds(),
        night.verdict(),
        store.releases().current().map(release -> release.number()).orElse(0L),
        Balances.of(manifests()),
        quarantine(),
        metrics(),
        snapshot(Table.SLICES).map(s -> Distributions.slices(store.read(s))).orElse(List.of()),
        night.stages().stream()
            .map(
                stage ->
                    new Stage(
                        stage.job(),
                        stage.lane().label(),
                        stage.resumed(),
                        stage.elapsed().toMillis() / 1000.0))
            .toList(),
        snapshots.values().stream().map(this::table).toList(),
        snapshot(Table.EVENTS).map(this::eventsByDay).orElse(List.of()),
        interactions.map(s -> Distributions.historyLengths(store.read(s))).orElse(List.of()),
        interactions.map(s -> PopularityCurve.of(store.read(s))).orElse(List.of()));
  }

  private List<Manifest> manifests() {
    return snapshots.values().stream().map(Snapshot::manifest).toList();
  }

  private Optional<Snapshot> snapshot(Table table) {
    return Optional.ofNullable(snapshots.get(TableId.of(table, Lane.SERVE).path()));
  }

  private List<Quarantined> quarantine() {
    SortedMap<String, Long> reasons = Balances.reasons(manifests());
    Map<String, Example> examples =
        snapshot(Table.QUARANTINE)
            .map(s -> Distributions.quarantineExamples(store.read(s)))
            .orElse(Map.of());
    Example none = new Example("", "");
    return reasons.entrySet().stream()
        .map(
            reason -> {
              Example example = examples.getOrDefault(reason.getKey(), none);
              return new Quarantined(
                  reason.getKey(), reason.getValue(), example.file(), example.raw());
            })
        .sorted(
            Comparator.comparingLong(Quarantined::rows)
                .reversed()
                .thenComparing(Quarantined::reason))
        .toList();
  }

  private List<MetricValue> metrics() {
    return snapshot(Table.METRICS)
        .map(tonight -> Distributions.metrics(store.read(tonight)))
        .orElse(List.of());
  }

  private TableState table(Snapshot snapshot) {
    Manifest manifest = snapshot.manifest();
    return new TableState(
        manifest.table(),
        snapshot.sequence(),
        manifest.rows(),
        manifest.bytes(),
        manifest.files().size(),
        manifest.audit().size(),
        store.base(snapshot.id(), night.date()).map(s -> s.manifest().rows()).orElse(null),
        new TreeMap<>(manifest.counts()));
  }

  /**
   * Reads only the partitions of the last days up to the newest event, whenever that was, and none
   * that the night's jobs did not read.
   */
  private List<DayCount> eventsByDay(Snapshot events) {
    Optional<String> newest =
        events.manifest().files().stream()
            .filter(file -> file.rows() > 0)
            .map(DataFile::partition)
            .max(Comparator.naturalOrder());
    if (newest.isEmpty()) {
      return List.of();
    }
    LocalDate last = LocalDate.parse(newest.get());
    LocalDate first = last.minusDays(DAYS - 1);
    String from = night.since().filter(first::isBefore).orElse(first).toString();
    return Distributions.eventsByDay(
        store.read(events, file -> file.partition().compareTo(from) >= 0));
  }
}
