package io.nightjar.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.nightjar.config.IngestConfig;
import io.nightjar.schema.Columns;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.Tombstones;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * What users of a night are called, and who must not be known: rows of users that were erased are
 * refused, and of these nothing is kept.
 */
record UserNames(Optional<Pseudonyms> pseudonyms, Optional<Tombstones> erased, int maxIdBytes) {
  static UserNames of(IngestConfig config, SnapshotStore store) {
    return new UserNames(Pseudonyms.of(config), Tombstones.of(store), config.maxIdBytes());
  }

  /** Refuses rows of the erased. */
  RowChecks check(RowChecks checks) {
    if (erased.isPresent()) {
      Tombstones stones = erased.get();
      Pseudonyms names = pseudonyms.orElse(null);
      UDF1<String, Boolean> test = id -> isErased(id, names, stones);
      checks.refuse(
          Reason.ERASED_USER, udf(test, DataTypes.BooleanType).apply(col(Columns.USER_ID)));
    }
    return checks;
  }

  private static boolean isErased(String id, Pseudonyms names, Tombstones stones) {
    return id != null && stones.contains(names == null ? id : names.of(id));
  }

  /** The name of the user of a good row; of others nobody will ask. */
  Column ofGood() {
    Column user = col(Columns.USER_ID);
    return pseudonyms
        .map(names -> names.ofIds(when(col(Columns.REASON).isNull(), user)))
        .orElse(user);
  }

  /** What is kept of a bad row's bytes. */
  Column rawOfBad() {
    Column raw = RowChecks.rawOfBad();
    Column named = pseudonyms.map(names -> names.ofLines(raw)).orElse(raw);
    if (erased.isEmpty()) {
      return named;
    }
    Column gone = col(Columns.REASON).equalTo(Reason.ERASED_USER.code());
    if (pseudonyms.isEmpty()) {
      gone = gone.or(namesErased(raw, erased.get(), maxIdBytes));
    }
    return when(gone, lit(new byte[0])).otherwise(named);
  }

  /** Whether a line, which may be no row at all, names somebody erased. */
  private static Column namesErased(Column raw, Tombstones stones, int maxIdBytes) {
    UDF1<byte[], Boolean> test = line -> line != null && stones.mayBeNamedIn(line, maxIdBytes);
    return udf(test, DataTypes.BooleanType).apply(raw);
  }
}
