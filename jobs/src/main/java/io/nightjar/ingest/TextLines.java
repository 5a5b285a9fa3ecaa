package io.nightjar.ingest;

import io.nightjar.run.UserError;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Reads text files line by line and parses each line where it was read; an empty line is no row.
 *
 * @param header whether the first line of each file is no row
 */
record TextLines(
    LineCharset charset, InputBounds bounds, boolean header, int width, LineParser.Factory parsers)
    implements Serializable {
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
    try {
      Broadcast<SerializableConfiguration> hadoop =
          JavaSparkContext.fromSparkContext(spark.sparkContext())
              .broadcast(new SerializableConfiguration(spark.sessionState().newHadoopConf()));
      JavaRDD<Row> rows =
          FilePart.ofAll(spark, files.statuses())
              .flatMap(parts -> new Rows(parts, hadoop.value().value()));
      return spark.createDataset(rows.rdd(), Encoders.row(schema));
    } catch (IOException e) {
      throw new UserError("Cannot look at the files in " + files.base() + ": " + e, e);
    }
  }

  /** The rows of a task's parts of files. */
  private final class Rows implements Iterator<Row> {
    private final Iterator<FilePart> parts;
    private final Configuration hadoop;
    private FilePart part;
    private BoundedLines lines;
    private LineParser parser;
    private String file;
    private boolean first;
    private long position;
    private Row following;

    Rows(FilePart[] parts, Configuration hadoop) {
      this.parts = Arrays.asList(parts).iterator();
      this.hadoop = hadoop;
      TaskCompletionListener end = context -> leave();
      TaskContext.get().addTaskCompletionListener(end);
      following = find();
    }

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
      following = find();
      return row;
    }

    private Row find() {
      try {
        while (lines != null || parts.hasNext()) {
          if (lines == null) {
            enter(parts.next());
          }
          if (!lines.advance()) {
            leave();
          } else if (!lines.isEmpty()) {
            boolean isHeader = header && first && part.start() == 0;
            first = false;
            if (!isHeader) {
              return row();
            }
          }
        }
        return null;
      } catch (IOException | InternalError e) {
        throw new UnreadableFile(file, e).error();
      }
    }

    private void enter(FilePart entered) throws IOException {
      if (part == null || !entered.file().equals(part.file())) {
        parser = parsers.forFile(entered.file().toString());
      }
      part = entered;
      // As Spark spells it.
      file = new Path(part.file().toString()).toUri().toString();
      first = true;
      // A line that is no row or is followed by one has two bytes: parts' numbers do not overlap.
      position = part.start();
      lines = BoundedLines.open(part, bounds, hadoop);
    }

    private void leave() {
      IOUtils.closeStream(lines);
      lines = null;
    }

    private Row row() {
      byte[] line = lines.bytes();
      Object[] values = new Object[FIXED + width];
      Reason reason = parse(line, values);
      if (reason != null) {
        Arrays.fill(values, FIXED, values.length, null);
        values[2] = reason.code();
      }
      values[0] = file;
      values[1] = line;
      values[3] = position++;
      return RowFactory.create(values);
    }

    private Reason parse(byte[] line, Object[] values) {
      if (lines.isTooLong()) {
        return Reason.LINE_TOO_LONG;
      }
      String text = charset.decode(line, line.length);
      return text == null ? Reason.INVALID_ENCODING : parser.parse(text, values, FIXED);
    }
  }
}
