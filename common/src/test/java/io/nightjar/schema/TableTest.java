package io.nightjar.schema;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TableTest {
  @ParameterizedTest
  @EnumSource(Table.class)
  void keysAndPartitionsAreColumns(Table table) {
    List<String> columns = List.of(table.schema().fieldNames());
    assertTrue(columns.containsAll(table.key()), table + " has columns " + columns);
    assertTrue(columns.containsAll(table.partitions()), table + " has columns " + columns);
  }
}
