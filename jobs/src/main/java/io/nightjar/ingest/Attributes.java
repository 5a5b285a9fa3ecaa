package io.nightjar.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;

/** Configured expressions by name that become one map column, in the order of the names. */
record Attributes(String key, Map<String, String> expressions) {
  private static final String ENTRIES = "array<struct<key:string,value:string>>";

  /** One mapping per expression. */
  List<Mapping> mappings() {
    List<Mapping> mappings = new ArrayList<>();
    new TreeMap<>(expressions)
        .forEach(
            (name, expression) ->
                mappings.add(new Mapping(column(name), key + "." + name, expression)));
    return mappings;
  }

  /** The map of those that are neither null nor empty. */
  Column column() {
    Column none = array().cast(ENTRIES);
    List<Column> entries = new ArrayList<>(List.of(none));
    for (String name : new TreeMap<>(expressions).keySet()) {
      Column value = Texts.column(column(name));
      Column entry = array(struct(lit(name).as("key"), value.as("value"))).cast(ENTRIES);
      entries.add(when(value.notEqual(""), entry).otherwise(none));
    }
    return map_from_entries(concat(entries.toArray(new Column[0])));
  }

  private static String column(String name) {
    return "__attribute." + name;
  }
}
