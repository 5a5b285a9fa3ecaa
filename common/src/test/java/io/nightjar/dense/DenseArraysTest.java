package io.nightjar.dense;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.run.UserError;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

final class DenseArraysTest {
  @Test
  void vectorsLieByTheirNumber() {
    assertArrayEquals(new float[] {0, 0, 3, 4, 1, 2}, vectors(2));
  }

  @Test
  void vectorsOfAnotherRankAreAnError() {
    for (int rank : new int[] {1, 3}) {
      String message = assertThrows(Exception.class, () -> vectors(rank)).toString();
      assertTrue(message.contains("vectors of 2 floats as train.rank = " + rank), message);
      assertTrue(message.contains(UserError.class.getSimpleName()), message);
    }
  }

  private static float[] vectors(int rank) {
    Dataset<Row> rows =
        SharedSpark.session()
            .createDataFrame(
                List.of(
                    RowFactory.create(2, new float[] {1, 2}),
                    RowFactory.create(1, new float[] {3, 4})),
                Table.ITEM_FACTORS.schema());
    return new DenseArrays(1 << 20, "recommend.block-bytes")
        .vectors(rows, Columns.ITEM_IX, Columns.FACTORS, 3, rank);
  }

  @Test
  void namesComeByNumberAndWithinTheBudget() {
    Dataset<Row> index =
        SharedSpark.session().sql("select * from values ('é', 2), ('a', 0), ('', 1) t(id, ix)");
    Names names = new DenseArrays(1 << 20, "the.key").names(index, "ix", "id", 3);
    assertEquals(
        List.of("a", "", "é"),
        List.of(names.of(0).toString(), names.of(1).toString(), names.of(2).toString()));
    UserError refused =
        assertThrows(
            UserError.class, () -> new DenseArrays(200, "the.key").names(index, "ix", "id", 3));
    assertTrue(refused.getMessage().contains("the.key allows 200"), refused.getMessage());
  }
}
