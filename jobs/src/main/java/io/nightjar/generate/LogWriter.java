package io.nightjar.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import io.nightjar.run.UserError;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes a generated log as text files of stable names and bytes.
 *
 * <pre>
 * out/events/2026-01-01.csv                 one file a day, or else
 * out/events/2026-01-01/part-00000.csv.gz   several
 * out/items.csv, out/users.csv              the catalogues
 * out/expected.tsv                          what ingest must count: reason, tab, lines
 * </pre>
 *
 * <p>CSV is RFC 4180 in UTF-8 with LF ends and a header; times are ISO-8601 in UTC. Lines are in
 * order of time, and a malformed one stands where the good one it was made of stands. The bytes
 * inside a .gz are stable; how they are compressed is up to the Java runtime's zlib.
 */
public final class LogWriter {
  private static final String LINES = "lines";
  private static final StructType COUNT =
      new StructType()
          .add(LogLines.REASON, DataTypes.StringType, false)
          .add(LINES, DataTypes.LongType, false);

  /** Where a file stands, by its number. */
  @FunctionalInterface
  private interface FileNames extends Serializable {
    String of(int file);
  }

  /**
   * Writes events, catalogues and what ingest must count.
   *
   * @param out a folder without a generated log in it, on any file system that Hadoop knows
   * @return lines of the log by what becomes of them, as in {@code expected.tsv}: {@code accepted},
   *     {@code duplicate}, and each reason of refusal
   * @throws UserError if the folder holds a log, of which files would be mixed with the new ones
   * @throws IOException if a file cannot be written
   */
  public static Map<String, Long> write(SparkSession spark, Generator.Spec spec, String out)
      throws IOException {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    refuseExisting(conf, out);
    write(
        spark,
        CatalogueLines.items(spark, spec),
        CatalogueLines.ITEMS_HEADER,
        out,
        f -> "items.csv");
    write(
        spark,
        CatalogueLines.users(spark, spec),
        CatalogueLines.USERS_HEADER,
        out,
        f -> "users.csv");
    Dataset<Row> lines =
        LogLines.of(spark, spec)
            .repartitionById(spec.days() * spec.filesPerDay(), col(LogLines.FILE))
            .sortWithinPartitions(LogLines.MILLIS, LogLines.NUMBER, LogLines.REASON);
    Map<String, Long> counts =
        write(spark, lines, LogLines.HEADER, out, file -> "events/" + eventFile(spec, file));
    StringBuilder expected = new StringBuilder();
    counts.forEach((reason, count) -> expected.append(reason + "\t" + count + "\n"));
    OutputFile.write(
        conf, new Path(out, "expected.tsv"), to -> to.write(expected.toString().getBytes(UTF_8)));
    return counts;
  }

  private static String eventFile(Generator.Spec spec, int file) {
    LocalDate day = spec.start().plusDays(file / spec.filesPerDay());
    return spec.filesPerDay() == 1
        ? day + ".csv"
        : String.format(Locale.ROOT, "%s/part-%05d.csv.gz", day, file % spec.filesPerDay());
  }

  /** Writes each partition as the file of its number; counts only what whole files hold. */
  private static Map<String, Long> write(
      SparkSession spark, Dataset<Row> lines, String header, String out, FileNames names) {
    SerializableConfiguration conf =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    MapPartitionsFunction<Row, Row> task =
        rows -> {
          Path path = new Path(out, names.of(TaskContext.getPartitionId()));
          return writeFile(conf.value(), path, header, rows).entrySet().stream()
              .map(count -> RowFactory.create(count.getKey(), count.getValue()))
              .iterator();
        };
    List<Row> counts =
        lines
            .select(LogLines.REASON, LogLines.LINE)
            .mapPartitions(task, Encoders.row(COUNT))
            .groupBy(LogLines.REASON)
            .agg(sum(LINES))
            .collectAsList();
    Map<String, Long> sorted = new TreeMap<>();
    counts.forEach(row -> sorted.put(row.getString(0), row.getLong(1)));
    return sorted;
  }

  private static Map<String, Long> writeFile(
      Configuration conf, Path path, String header, Iterator<Row> rows) throws IOException {
    Map<String, Long> counts = new HashMap<>();
    OutputFile.write(
        conf,
        path,
        to -> {
          to.write((header + "\n").getBytes(UTF_8));
          while (rows.hasNext()) {
            Row row = rows.next();
            to.write(row.<byte[]>getAs(1));
            to.write('\n');
            counts.merge(row.getString(0), 1L, Long::sum);
          }
        });
    return counts;
  }

  private static void refuseExisting(Configuration conf, String out) throws IOException {
    for (String name : List.of("events", "items.csv", "users.csv", "expected.tsv")) {
      Path path = new Path(out, name);
      FileSystem files = OutputFile.fileSystem(conf, path);
      if (files.exists(path)) {
        throw new UserError(
            "Cannot generate into " + out + ": it holds " + name + "; choose an empty folder");
      }
    }
  }

  private LogWriter() {}
}
