package io.nightjar.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.to_json;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/** Values of any type as text. */
final class Texts {
  private static final String INSTANT = "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX";

  private Texts() {}

  /**
   * A column as text: an instant as ISO-8601 with its offset, so that no session's time zone is
   * lost; a struct, array or map as JSON; any other as Spark casts it.
   */
  static Column of(Column column, DataType type) {
    if (type instanceof TimestampType) {
      return date_format(column, INSTANT);
    }
    if (type instanceof StructType || type instanceof ArrayType || type instanceof MapType) {
      return to_json(column);
    }
    return column.cast(DataTypes.StringType);
  }

  /** The column of exactly this name, whatever characters it has. */
  static Column column(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }
}
