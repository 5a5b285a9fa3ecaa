package io.nightjar.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nightjar.SharedSpark;
import io.nightjar.schema.Table;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

final class RatingErrorsTest {
  private static Dataset<Row> table(Table table, Row... rows) {
    return SharedSpark.session().createDataFrame(List.of(rows), table.schema());
  }

  private static Row rated(int item, float rating) {
    return RowFactory.create(0, item, true, rating, new String[] {"rating"});
  }

  private static Row learnt(float rating) {
    return RowFactory.create(7, (int) rating, rating, true, new Timestamp(0), true);
  }

  private static Row factors(int number, float... factors) {
    return RowFactory.create(number, factors);
  }

  private static Optional<RatingErrors> errors(boolean biased, Row... truth) {
    return RatingErrors.of(
        table(Table.TRUTH, truth),
        table(Table.INTERACTIONS, learnt(1), learnt(5), learnt(3)),
        table(Table.USER_FACTORS, factors(0, 0.5f, 1)),
        table(Table.ITEM_FACTORS, factors(0, 1, 3.5f), factors(1, 1, 6)),
        biased);
  }

  /**
   * 4 for 5; 6.5, which is more than any rating, for 4; of item 9 nothing is known: 3 + 0.5 for 2.
   */
  @Test
  void errorsByHand() {
    Row offered = RowFactory.create(0, 0, false, 0f, new String[0]);
    RatingErrors errors =
        errors(true, rated(0, 5), rated(1, 4), rated(9, 2), offered).orElseThrow();
    assertEquals(Math.sqrt((1 + 1 + 1.5 * 1.5) / 3), errors.rmse(), 1e-6);
    assertEquals((1 + 1 + 1.5) / 3, errors.mae(), 1e-6);
    assertEquals(3, errors.ratings());
    assertEquals(1, errors.ofUnknownItems());
  }

  @Test
  void withoutBiasesAnUnknownItemIsTheMean() {
    assertEquals(1, errors(false, rated(9, 2)).orElseThrow().mae(), 1e-6);
  }

  @Test
  void nothingHeldOutHasNoError() {
    assertEquals(Optional.empty(), errors(true));
  }
}
