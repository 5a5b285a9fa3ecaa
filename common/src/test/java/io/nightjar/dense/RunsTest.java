package io.nightjar.dense;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nightjar.SharedSpark;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables read in runs of numbers are what they are read whole. */
class RunsTest {
  private static final int ITEMS = 40;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 39, 40, 100})
  void listsAreReadTheOtherWayRound(int run) {
    Random random = new Random(run);
    List<List<String>> expected = new ArrayList<>();
    IntStream.range(0, ITEMS).forEach(item -> expected.add(new ArrayList<>()));
    List<Row> rows = new ArrayList<>();
    for (int item = 0; item < ITEMS; item++) {
      List<Row> structs = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        float score = random.nextFloat();
        int neighbour = (item + i * i) % ITEMS;
        expected.get(neighbour).add(item + "=" + score);
        structs.add(RowFactory.create(neighbour, "x", score));
      }
      if (!structs.isEmpty() || random.nextBoolean()) {
        rows.add(RowFactory.create(item, "x", "cosine", structs.toArray(new Row[0])));
      }
    }
    Dataset<Row> table = table(rows, Table.SIMILAR_ITEMS);
    List<SparseRows> runs = new ArrayList<>();
    for (int first = 0; first < ITEMS; first += run) {
      runs.add(
          SparseRows.readTransposed(
              table,
              Columns.ITEM_IX,
              col(Columns.SIMILAR).getField(Columns.ITEM_IX),
              col(Columns.SIMILAR).getField(Columns.SCORE),
              first,
              Math.min(run, ITEMS - first)));
    }
    int[] numbers = IntStream.range(0, ITEMS).filter(i -> random.nextBoolean()).toArray();
    SparseRows gathered = SparseRows.gather(numbers, runs);
    for (int i = 0; i < numbers.length; i++) {
      assertEquals(
          expected.get(numbers[i]),
          IntStream.range(gathered.start(i), gathered.end(i))
              .mapToObj(place -> gathered.id(place) + "=" + gathered.value(place))
              .toList());
    }
    assertThrows(
        IllegalArgumentException.class, () -> SparseRows.gather(new int[] {3, ITEMS + 99}, runs));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 40})
  void namesAndVectorsOfRunsLieByNumber(int run) {
    List<Row> names = new ArrayList<>();
    List<Row> vectors = new ArrayList<>();
    for (int item = ITEMS - 1; item >= 0; item--) {
      names.add(RowFactory.create("é".repeat(item % 4) + item, item));
      if (item % 3 != 0) {
        vectors.add(RowFactory.create(item, new float[] {item, -item}));
      }
    }
    Dataset<Row> index = table(names, Table.ITEM_INDEX);
    Dataset<Row> factors = table(vectors, Table.ITEM_FACTORS);
    for (int first = 0; first < ITEMS; first += run) {
      int count = Math.min(run, ITEMS - first);
      Names some = Names.read(index, Columns.ITEM_IX, Columns.ITEM_ID, first, count);
      BitSet present = new BitSet();
      float[] read =
          PackedVectors.read(factors, Columns.ITEM_IX, Columns.FACTORS, first, count, 2, present);
      float[] expected = new float[2 * count];
      for (int item = first; item < first + count; item++) {
        assertEquals("é".repeat(item % 4) + item, some.of(item).toString());
        boolean there = item % 3 != 0;
        assertEquals(there, present.get(item - first));
        expected[2 * (item - first)] = there ? item : 0;
        expected[2 * (item - first) + 1] = there ? -item : 0;
      }
      assertArrayEquals(expected, read);
    }
  }

  private static Dataset<Row> table(List<Row> rows, Table table) {
    return SharedSpark.session().createDataFrame(rows, table.schema());
  }
}
