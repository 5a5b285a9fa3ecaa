package io.nightjar.train;

import io.nightjar.SharedSpark;
import io.nightjar.schema.Columns;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.io.TempDir;

/** What fitting factors takes: interactions as a table, and a place for checkpoints. */
abstract class FactorizationFixture {
  private static final StructType INTERACTIONS =
      new StructType()
          .add(Columns.USER_IX, DataTypes.IntegerType, false)
          .add(Columns.ITEM_IX, DataTypes.IntegerType, false)
          .add(Columns.WEIGHT, DataTypes.FloatType, false);

  @TempDir private static Path folder;

  static Checkpoints checkpoints() {
    return Checkpoints.in(
        new org.apache.hadoop.fs.Path(folder.toUri()), SharedSpark.session().sparkContext());
  }

  /** User number, item number and weight of each row. */
  static Dataset<Row> table(List<Row> rows) {
    return SharedSpark.session().createDataFrame(rows, INTERACTIONS);
  }
}
