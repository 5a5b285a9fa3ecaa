package io.nightjar.recommend;

import static org.apache.spark.sql.functions.col;

import io.nightjar.run.JobContext;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.Manifest;
import io.nightjar.store.Snapshot;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The model of the night before tonight, to be measured by what tonight holds out.
 *
 * <p>It must not have learnt from that, and its numbers of users and items must mean tonight's: so
 * there is one only if both nights hold out, learn and number by the same settings, and all its
 * tables are of one run of one night.
 *
 * @param store where the tables are
 * @param learnt snapshot of the interactions that the model was made from
 * @param model snapshots of the tables that a model consists of
 */
record LastNight(SnapshotStore store, Snapshot learnt, Map<Table, Snapshot> model) {
  private static final List<Table> MODEL =
      List.of(Table.USER_FACTORS, Table.ITEM_FACTORS, Table.SIMILAR_ITEMS, Table.POPULAR_ITEMS);

  private static final List<Table> INDEXES = List.of(Table.USER_INDEX, Table.ITEM_INDEX);

  /** The model, if it can be held against tonight's. */
  static Optional<LastNight> of(JobContext context) {
    Optional<Snapshot> learnt = before(context, Table.INTERACTIONS);
    if (learnt.isEmpty() || !isOfItsIndexes(context, learnt.get())) {
      return Optional.empty();
    }
    Map<Table, Snapshot> model = new EnumMap<>(Table.class);
    for (Table table : MODEL) {
      before(context, table)
          .filter(snapshot -> learntFrom(snapshot.manifest(), learnt.get()))
          .ifPresent(snapshot -> model.put(table, snapshot));
    }
    return model.size() == MODEL.size()
        ? Optional.of(new LastNight(context.store(), learnt.get(), model))
        : Optional.empty();
  }

  /** What a fingerprint needs to know of it. */
  static String fingerprint(JobContext context) {
    return of(context).map(LastNight::hashes).orElse("");
  }

  /**
   * Whether it learnt from a pair that tonight holds out: late events can move tonight's cut to
   * before last night's.
   *
   * @param truth {@link Table#TRUTH}
   */
  boolean knowsAnyOf(Dataset<Row> truth) {
    Dataset<Row> known =
        store.read(learnt).where(col(Columns.WEIGHT).gt(0).and(col(Columns.LEARNT)));
    String[] pair = {Columns.USER_IX, Columns.ITEM_IX};
    return !truth.where(Columns.RELEVANT).join(known, pair, "left_semi").isEmpty();
  }

  /** The rows of one of its tables. */
  Dataset<Row> read(Table table) {
    return store.read(model.get(table));
  }

  private String hashes() {
    return MODEL.stream().map(table -> model.get(table).contentHash()).toList().toString();
  }

  /** The table of the night before, made by the settings of tonight's. */
  private static Optional<Snapshot> before(JobContext context, Table table) {
    TableId id = context.id(table);
    Optional<Snapshot> tonight = context.store().find(id, context.date());
    return context
        .store()
        .before(id, context.date())
        .filter(Snapshot::readable)
        .filter(snapshot -> tonight.filter(t -> sameSettings(t, snapshot)).isPresent());
  }

  private static boolean sameSettings(Snapshot one, Snapshot other) {
    return one.manifest().configHash().equals(other.manifest().configHash());
  }

  private static boolean learntFrom(Manifest model, Snapshot interactions) {
    return interactions.contentHash().equals(model.inputs().get(interactions.id().path()));
  }

  private static boolean isOfItsIndexes(JobContext context, Snapshot interactions) {
    return INDEXES.stream()
        .map(table -> TableId.of(table, Lane.SERVE))
        .allMatch(
            id ->
                context
                    .store()
                    .before(id, context.date())
                    .map(Snapshot::contentHash)
                    .equals(Optional.ofNullable(interactions.manifest().inputs().get(id.path()))));
  }
}
