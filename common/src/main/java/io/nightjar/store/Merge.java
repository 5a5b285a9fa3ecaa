package io.nightjar.store;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How rows join those of an earlier snapshot, in a table with partitions.
 *
 * <p>Rows are placed where they will be written, and made distinct there: one shuffle serves both.
 *
 * @param base the earlier snapshot's files; those of partitions without new rows are taken over
 * @param more rows at the most that each partition gets beside those of {@code base}
 * @param distinct makes the table's columns of rows in the columns given and more: among the rows
 *     of one file only, and without moving any
 * @param counts what was counted meanwhile; asked for once rows are written
 */
public record Merge(
    List<DataFile> base,
    Map<String, Long> more,
    UnaryOperator<Dataset<Row>> distinct,
    Supplier<Map<String, Long>> counts) {}
