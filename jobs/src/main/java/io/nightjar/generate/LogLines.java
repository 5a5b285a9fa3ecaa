package io.nightjar.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nightjar.generate.Draws.Topic;
import io.nightjar.schema.Columns;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The log as lines of text: the good ones, some of them twice, and the malformed ones. */
final class LogLines {
  static final String HEADER = "user_id,item_id,event,value,time,device";

  /** What becomes of a line: {@value #ACCEPTED}, {@value #DUPLICATE}, or the reason of refusal. */
  static final String REASON = Columns.REASON;

  static final String ACCEPTED = "accepted";
  static final String DUPLICATE = "duplicate";

  /** Number of the line's file: day × files per day + file of the day. */
  static final String FILE = Columns.FILE;

  static final String LINE = "line";
  static final String MILLIS = "millis";
  static final String NUMBER = "number";

  private static final double DUPLICATE_SHARE = 0.005;
  private static final int BLOCKS_PER_TASK = 4096;

  private static final StructType SCHEMA =
      new StructType()
          .add(FILE, DataTypes.IntegerType, false)
          .add(MILLIS, DataTypes.LongType, false)
          .add(NUMBER, DataTypes.LongType, false)
          .add(REASON, DataTypes.StringType, false)
          .add(LINE, DataTypes.BinaryType, false);

  /** Every line with its file and its place in it: by time, then number, then reason. */
  static Dataset<Row> of(SparkSession spark, Generator.Spec spec) {
    return World.map(
        spark,
        spec,
        Journeys.blocks(spec.events()),
        BLOCKS_PER_TASK,
        SCHEMA,
        (world, block) ->
            world.journeys().block(block).stream().flatMap(event -> lines(world, event)));
  }

  private static Stream<Row> lines(World world, Event event) {
    Generator.Spec spec = world.spec();
    List<String> fields = fields(world, event);
    Draws draws = Draws.of(spec.seed(), Topic.LINE, event.number());
    byte[] good = Csv.line(fields).getBytes(UTF_8);
    Stream.Builder<Row> lines = Stream.builder();
    lines.add(row(spec, event, ACCEPTED, good));
    if (draws.chance(DUPLICATE_SHARE)) {
      lines.add(row(spec, event, DUPLICATE, good));
    }
    if (draws.chance(spec.malformedShare())) {
      MalformedKind kind = MalformedKind.draw(draws);
      lines.add(row(spec, event, kind.reason(), kind.spoil(fields, draws.below(1 << 20))));
    }
    return lines.build();
  }

  private static List<String> fields(World world, Event event) {
    long midnight = world.spec().start().toEpochDay() * Rhythm.DAY;
    return List.of(
        world.users().id(event.user()),
        world.items().id(event.item()),
        event.type(),
        event.value() == 0 ? "" : String.valueOf(event.value()),
        Instant.ofEpochMilli(midnight + event.at()).toString(),
        event.device());
  }

  private static Row row(Generator.Spec spec, Event event, String reason, byte[] line) {
    int day = (int) (event.at() / Rhythm.DAY);
    int file = day * spec.filesPerDay() + (int) (event.number() % spec.filesPerDay());
    return RowFactory.create(file, event.at(), event.number(), reason, line);
  }

  private LogLines() {}
}
