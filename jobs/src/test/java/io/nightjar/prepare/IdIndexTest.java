package io.nightjar.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nightjar.SharedSpark;
import io.nightjar.schema.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

final class IdIndexTest {
  @Test
  void numbersAreDenseAndYesterdaysAreKept() {
    Dataset<Row> base = Events.index(Table.USER_INDEX, "b", "a");

    Map<String, Integer> index = extend(base, "b", "c", "0", "c");

    assertEquals(0, index.get("b"));
    assertEquals(1, index.get("a"));
    assertEquals(List.of("0", "a", "b", "c"), List.copyOf(index.keySet()));
    assertEquals(List.of(0, 1, 2, 3), index.values().stream().sorted().toList());
  }

  @Test
  void theOrderOfIdsDoesNotMatter() {
    List<String> ids = new ArrayList<>();
    for (int id = 0; id < 50; id++) {
      ids.add("u" + id);
    }
    String[] forward = ids.toArray(new String[0]);
    Collections.reverse(ids);
    String[] backward = ids.toArray(new String[0]);
    Dataset<Row> none = Events.index(Table.USER_INDEX);

    assertEquals(extend(none, forward), extend(none, backward));
  }

  private static Map<String, Integer> extend(Dataset<Row> base, String... ids) {
    Dataset<Row> column =
        SharedSpark.session().createDataset(Arrays.asList(ids), Encoders.STRING()).toDF();
    Map<String, Integer> index = new TreeMap<>();
    IdIndex.extend(base, column, Table.USER_INDEX.schema())
        .collectAsList()
        .forEach(row -> index.put(row.getString(0), row.getInt(1)));
    return index;
  }
}
