package io.nightjar.prepare;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.nightjar.config.PrepareConfig;
import io.nightjar.schema.Columns;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;

/**
 * Types of events as bits of a number, which a sum over events can gather at little cost.
 *
 * @param types by name; bit {@code i} is that of type {@code i}
 */
record EventTypes(List<String> types) {
  private static final int MOST = 63;

  /** Those of a configuration; of more than {@value #MOST} the first. */
  static EventTypes of(PrepareConfig config) {
    return new EventTypes(config.events().keySet().stream().sorted().limit(MOST).toList());
  }

  /** The bit of an event. */
  Column bit() {
    Column bit = lit(0L);
    for (int type = 0; type < types.size(); type++) {
      bit = when(col(Columns.EVENT_TYPE).equalTo(types.get(type)), lit(1L << type)).otherwise(bit);
    }
    return bit;
  }

  /** The names of the types whose bits are set, in order. */
  Column names(Column bits) {
    Column[] names =
        IntStream.range(0, types.size())
            .mapToObj(
                type -> when(bits.bitwiseAND(lit(1L << type)).notEqual(0), lit(types.get(type))))
            .toArray(Column[]::new);
    return array_compact(array(names)).cast("array<string>");
  }
}
