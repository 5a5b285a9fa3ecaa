package io.nightjar.store;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;

import io.nightjar.config.StoreConfig;
import io.nightjar.schema.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * Writes rows to Parquet so that the same rows give the same files: rows are hashed to a number of
 * files that follows from the row count, sorted by the table's key, and the files are named by
 * their place.
 */
final class TableWriter {
  /** Folder prefix of partitioned tables; the partition column itself stays inside the files. */
  static final String PARTITION = "dt";

  private static final String PLACE = "_place";

  /**
   * Small partitions share a task, which writes one file for each: a task costs more than a file.
   */
  private static final int PARTITIONS_PER_TASK = 32;

  private final Table table;
  private final StoreConfig config;
  private final Path data;

  TableWriter(Table table, StoreConfig config, Path data) {
    this.table = table;
    this.config = config;
    this.data = data;
  }

  /**
   * Writes the rows below {@code data/attempt}.
   *
   * @param rows exactly the table's columns
   * @return paths of the files below the data folder
   */
  List<String> write(Dataset<Row> rows, String attempt) {
    if (table.partitions().isEmpty()) {
      return write(rows, rows.count(), attempt);
    }
    Map<String, Long> counts = new TreeMap<>();
    rows.groupBy(partition().as(PARTITION))
        .count()
        .collectAsList()
        .forEach(count -> counts.put(count.getString(0), count.getLong(1)));
    return write(rows, counts, UnaryOperator.identity(), attempt);
  }

  /**
   * Writes rows of a table without partitions below {@code data/attempt}.
   *
   * @param count how many rows there are
   * @return paths of the files below the data folder
   */
  List<String> write(Dataset<Row> rows, long count, String attempt) {
    return write(placeWhole(rows, count), new Path(data, attempt));
  }

  /**
   * Writes rows of a table with partitions below {@code data/attempt}.
   *
   * @param counts rows at the most of each partition, which decide the number of files
   * @param distinct of {@link Merge}
   * @return paths of the files below the data folder
   */
  List<String> write(
      Dataset<Row> rows,
      Map<String, Long> counts,
      UnaryOperator<Dataset<Row>> distinct,
      String attempt) {
    return write(placeByPartition(rows, counts, distinct), new Path(data, attempt));
  }

  /**
   * Writes the rows of one file again, in the order of the table's key.
   *
   * @param rows exactly the table's columns
   * @param stablePath of the file, below an attempt's folder
   * @return path below the data folder; none if a partition's file would have no rows
   */
  Optional<String> rewrite(Dataset<Row> rows, String attempt, String stablePath) {
    Column[] order = order();
    Dataset<Row> one = rows.coalesce(1).sortWithinPartitions(order);
    Dataset<Row> placed =
        table.partitions().isEmpty()
            ? one.withColumn(PLACE, lit(0))
            : one.withColumn(PARTITION, partition());
    String folder = attempt + "/_" + stablePath.replace('/', '_');
    List<String> paths = write(placed, new Path(data, folder));
    try {
      FileSystem files = data.getFileSystem(rows.sparkSession().sessionState().newHadoopConf());
      if (!paths.isEmpty()) {
        Path path = new Path(data, attempt + "/" + stablePath);
        files.mkdirs(path.getParent());
        String written = paths.get(0).substring(paths.get(0).indexOf('/') + 1);
        if (!files.rename(new Path(new Path(data, folder), written), path)) {
          throw new IOException("Cannot rename it to " + path);
        }
      }
      files.delete(new Path(data, folder), true);
      return paths.isEmpty() ? Optional.empty() : Optional.of(attempt + "/" + stablePath);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot name what was written below " + folder, e);
    }
  }

  private List<String> write(Dataset<Row> placed, Path folder) {
    SparkSession session = placed.sparkSession();
    var writer =
        nullable(placed)
            .write()
            .mode("errorifexists")
            .option("compression", config.compression().name().toLowerCase(Locale.ROOT));
    if (table == Table.RECOMMENDATIONS) {
      String id = table.key().get(0);
      writer
          .option("parquet.bloom.filter.enabled#" + id, "true")
          .option("parquet.bloom.filter.expected.ndv#" + id, rowsPerFile(table, config));
    }
    if (!table.partitions().isEmpty()) {
      writer.partitionBy(PARTITION);
    }
    writer.parquet(folder.toString());
    try {
      return settle(folder, folder.getFileSystem(session.sessionState().newHadoopConf()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot name the files below " + folder, e);
    }
  }

  /**
   * The columns to be written, all nullable, as those are that are read back: whether a plan can
   * tell that one is never null depends on where its rows come from, and would show in the bytes.
   */
  private Dataset<Row> nullable(Dataset<Row> placed) {
    // Always true, which a plan cannot tell.
    Column there =
        table.partitions().isEmpty() ? col(PLACE).geq(0) : octet_length(col(PARTITION)).geq(0);
    return placed.select(
        Arrays.stream(placed.columns())
            .filter(name -> !name.equals(PLACE))
            .map(name -> name.equals(PARTITION) ? col(name) : when(there, col(name)).as(name))
            .toArray(Column[]::new));
  }

  private Dataset<Row> placeWhole(Dataset<Row> rows, long count) {
    int files = files(table, count, config);
    return rows.withColumn(PLACE, bucket(table, lit(files)))
        .repartitionById(files, col(PLACE))
        .sortWithinPartitions(order());
  }

  private Dataset<Row> placeByPartition(
      Dataset<Row> rows, Map<String, Long> counts, UnaryOperator<Dataset<Row>> distinct) {
    List<Row> plan = new ArrayList<>();
    int tasks = 0;
    int sharing = 0;
    long sharedRows = 0;
    for (Map.Entry<String, Long> count : new TreeMap<>(counts).entrySet()) {
      long partitionRows = count.getValue();
      int files = files(table, partitionRows, config);
      boolean shares =
          files == 1
              && sharing > 0
              && sharing < PARTITIONS_PER_TASK
              && sharedRows + partitionRows <= rowsPerFile(table, config);
      int first = shares ? tasks - 1 : tasks;
      tasks = first + files;
      sharing = files > 1 ? 0 : shares ? sharing + 1 : 1;
      sharedRows = shares ? sharedRows + partitionRows : partitionRows;
      plan.add(RowFactory.create(count.getKey(), first, files));
    }
    StructType columns =
        new StructType()
            .add("_dt", DataTypes.StringType)
            .add("_first", DataTypes.IntegerType)
            .add("_files", DataTypes.IntegerType);
    Dataset<Row> places = rows.sparkSession().createDataFrame(plan, columns);
    Column place = coalesce(col("_first").plus(bucket(table, col("_files"))), lit(0));
    Column[] written =
        Stream.concat(Arrays.stream(table.schema().fieldNames()), Stream.of(PARTITION))
            .map(functions::col)
            .toArray(Column[]::new);
    // Not every row need have a place: some may not be of the table, which distinct knows.
    Dataset<Row> placed =
        rows.withColumn(PARTITION, partition())
            .join(broadcast(places), col(PARTITION).equalTo(col("_dt")), "left")
            .withColumn(PLACE, place)
            .drop("_dt", "_first", "_files")
            .repartitionById(Math.max(1, tasks), col(PLACE));
    return distinct
        .apply(placed)
        .select(written)
        .to(table.schema().asNullable().add(PARTITION, DataTypes.StringType))
        .sortWithinPartitions(
            Stream.concat(Stream.of(col(PARTITION)), Arrays.stream(order()))
                .toArray(Column[]::new));
  }

  private Column partition() {
    return col(table.partitions().get(0)).cast("string");
  }

  /** Files of so many rows. */
  static int files(Table table, long rows, StoreConfig config) {
    long most = rowsPerFile(table, config);
    return (int) Math.max(1, (rows + most - 1) / most);
  }

  private static long rowsPerFile(Table table, StoreConfig config) {
    return Math.max(1, config.rowsPerFile() / table.breadth());
  }

  /** Which of so many files a row belongs to. */
  static Column bucket(Table table, Column files) {
    return pmod(hash(col(table.key().get(0))), files);
  }

  private Column[] order() {
    return table.key().stream()
        .map(name -> isMap(name) ? map_entries(col(name)) : col(name))
        .toArray(Column[]::new);
  }

  private boolean isMap(String name) {
    return table.schema().apply(name).dataType() instanceof MapType;
  }

  /** Gives files names without the random part that Spark puts into them. */
  private List<String> settle(Path folder, FileSystem files) throws IOException {
    List<String> paths = new ArrayList<>();
    for (FileStatus status : sorted(files.listStatus(folder))) {
      Path path = status.getPath();
      if (status.isDirectory()) {
        nameByPlace(path, folder.getName() + "/" + path.getName(), files, paths);
      }
    }
    nameByPlace(folder, folder.getName(), files, paths);
    return paths;
  }

  private static void nameByPlace(Path folder, String prefix, FileSystem files, List<String> paths)
      throws IOException {
    int place = 0;
    for (FileStatus status : sorted(files.listStatus(folder))) {
      if (status.isFile() && status.getPath().getName().startsWith("part-")) {
        String name = "part-%05d.parquet".formatted(place++);
        if (!files.rename(status.getPath(), new Path(folder, name))) {
          throw new IOException("Cannot rename " + status.getPath() + " to " + name);
        }
        paths.add(prefix + "/" + name);
      }
    }
  }

  private static FileStatus[] sorted(FileStatus[] statuses) {
    Arrays.sort(statuses, Comparator.comparing(s -> s.getPath().getName()));
    return statuses;
  }
}
