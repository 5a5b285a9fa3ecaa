package io.nightjar.ingest;

import static org.apache.spark.sql.functions.col;

import java.net.URI;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Reads text files line by line and parses each line where it was read. Lines end with LF or CRLF;
 * an empty line is no row, and a byte order mark at the beginning of a file is none of its text.
 *
 * @param header whether the first line of each file is no row
 */
record TextLines(
    LineCharset charset, InputBounds bounds, boolean header, int width, LineParser.Factory parsers)
    implements MapPartitionsFunction<Row, Row> {
  private static final int FIXED = 4;

  /** Reads and parses all lines; the result is that of {@link Source#rows}. */
  Dataset<Row> read(SparkSession spark, SourceFiles files, List<String> needed) {
    StructType schema =
        new StructType()
            .add(Source.FILE, DataTypes.StringType, false)
            .add(Source.RAW, DataTypes.BinaryType, false)
            .add(Source.REASON, DataTypes.StringType, true)
            .add(Source.POSITION, DataTypes.LongType, false);
    for (String name : needed) {
      schema = schema.add(name, DataTypes.StringType, true);
    }
    return spark
        .read()
        .option("lineSep", "\n")
        .text(files.literalPaths())
        .where(col("value").notEqual("").and(col("value").notEqual("\r")))
        .select(
            col("value").cast(DataTypes.BinaryType),
            col("_metadata.file_path"),
            col("_metadata.file_block_start"),
            col("_metadata.file_size"))
        .mapPartitions(this, Encoders.row(schema));
  }

  @Override
  public Iterator<Row> call(Iterator<Row> lines) {
    return new Iterator<>() {
      private String file = "";
      private long block = -1;
      private long position;
      private long found;
      private LineParser parser;
      private Row following = advance();

      @Override
      public boolean hasNext() {
        return following != null;
      }

      @Override
      public Row next() {
        if (following == null) {
          throw new NoSuchElementException();
        }
        Row row = following;
        following = advance();
        return row;
      }

      private Row advance() {
        while (lines.hasNext()) {
          Row line = lines.next();
          boolean first = enter(line.getString(1), line.getLong(2));
          byte[] bytes = line.getAs(0);
          found += bytes.length + 1;
          bounds.checkExpansion(file, line.getLong(3), found);
          if (!(header && first && block == 0)) {
            return row(bytes);
          }
        }
        return null;
      }

      /** Whether a line is the first of its block of a file. */
      private boolean enter(String lineFile, long lineBlock) {
        if (lineBlock == block && lineFile.equals(file)) {
          return false;
        }
        if (!lineFile.equals(file)) {
          parser = parsers.forFile(new Path(URI.create(lineFile)).toString());
        }
        file = lineFile;
        block = lineBlock;
        // A line that is no row or is followed by one has two bytes: blocks' numbers do not
        // overlap.
        position = lineBlock;
        found = 0;
        return true;
      }

      private Row row(byte[] line) {
        Object[] values = new Object[FIXED + width];
        int length = line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        Reason reason = parse(line, length, values);
        if (reason != null) {
          Arrays.fill(values, FIXED, values.length, null);
          values[2] = reason.code();
        }
        int kept = Math.min(length, bounds.lineBytes());
        values[0] = file;
        values[1] = kept == line.length ? line : Arrays.copyOf(line, kept);
        values[3] = position++;
        return RowFactory.create(values);
      }

      private Reason parse(byte[] line, int length, Object[] values) {
        if (length > bounds.lineBytes()) {
          return Reason.LINE_TOO_LONG;
        }
        String text = charset.decode(line, length);
        return text == null ? Reason.INVALID_ENCODING : parser.parse(text, values, FIXED);
      }
    };
  }
}
