package io.nightjar.schema;

import static io.nightjar.schema.Columns.*;
import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The tables through which jobs meet: columns, key and file order of each, declared once.
 *
 * <p>{@link #key()} names the columns that identify a row; rows are hashed to files by the first of
 * them and sorted by all, so the same rows always give the same files.
 */
@SuppressWarnings("ImmutableEnumChecker") // StructType and List.of never change.
public enum Table {
  /** Every accepted event, once. */
  EVENTS(
      1,
      required(USER_ID, StringType)
          .add(ITEM_ID, StringType, false)
          .add(EVENT_TYPE, StringType, false)
          .add(VALUE, DoubleType, true)
          .add(EVENT_TIME, TimestampType, false)
          .add(CONTEXT, createMapType(StringType, StringType, false), false)
          .add(DATE, DateType, false),
      List.of(USER_ID, ITEM_ID, EVENT_TIME, EVENT_TYPE, VALUE, CONTEXT),
      List.of(DATE)),

  /** Every row that was read and refused, with the reason and its bytes. */
  QUARANTINE(
      1,
      required(SOURCE, StringType)
          .add(FILE, StringType, false)
          .add(REASON, StringType, false)
          .add(RAW, BinaryType, false),
      List.of(FILE, SOURCE, REASON, RAW),
      List.of()),

  /** The item catalogue. */
  ITEMS(
      1,
      required(ITEM_ID, StringType)
          .add(TITLE, StringType, true)
          .add(CATEGORIES, createArrayType(StringType, false), false)
          .add(AVAILABLE, BooleanType, false)
          .add(ATTRIBUTES, createMapType(StringType, StringType, false), false),
      List.of(ITEM_ID),
      List.of()),

  /** The user catalogue. */
  USERS(
      1,
      required(USER_ID, StringType)
          .add(ATTRIBUTES, createMapType(StringType, StringType, false), false),
      List.of(USER_ID),
      List.of()),

  /** Number of every user ever seen; numbers never change. */
  USER_INDEX(
      1,
      required(USER_ID, StringType).add(USER_IX, IntegerType, false),
      List.of(USER_IX),
      List.of()),

  /** Number of every item ever seen; numbers never change. */
  ITEM_INDEX(
      1,
      required(ITEM_ID, StringType).add(ITEM_IX, IntegerType, false),
      List.of(ITEM_IX),
      List.of()),

  /** One row per user and item with any event between them. */
  INTERACTIONS(
      2,
      required(USER_IX, IntegerType)
          .add(ITEM_IX, IntegerType, false)
          .add(WEIGHT, FloatType, false)
          .add(SEEN, BooleanType, false)
          .add(LAST_AT, TimestampType, false)
          .add(LEARNT, BooleanType, false),
      List.of(USER_IX, ITEM_IX),
      List.of()),

  /**
   * What the held-out users did after the cut: the items a good list would have named, and what the
   * held-out events are and weigh, which is the rating where feedback is explicit. Irrelevant are
   * items that nothing is known of, and candidates that are given; what was only offered weighs 0.
   */
  TRUTH(
      3,
      required(USER_IX, IntegerType)
          .add(ITEM_IX, IntegerType, false)
          .add(RELEVANT, BooleanType, false)
          .add(WEIGHT, FloatType, false)
          .add(Columns.EVENTS, createArrayType(StringType, false), false),
      List.of(USER_IX, ITEM_IX),
      List.of()),

  /** Latent factors of users with training interactions. */
  USER_FACTORS(
      1,
      required(USER_IX, IntegerType).add(FACTORS, createArrayType(FloatType, false), false),
      List.of(USER_IX),
      List.of()),

  /** Latent factors of items with training interactions. */
  ITEM_FACTORS(
      1,
      required(ITEM_IX, IntegerType).add(FACTORS, createArrayType(FloatType, false), false),
      List.of(ITEM_IX),
      List.of()),

  /** For every item with neighbours and every measure, the most similar items, best first. */
  SIMILAR_ITEMS(
      2,
      required(ITEM_IX, IntegerType)
          .add(ITEM_ID, StringType, false)
          .add(MEASURE, StringType, false)
          .add(
              SIMILAR,
              createArrayType(
                  required(ITEM_IX, IntegerType)
                      .add(ITEM_ID, StringType, false)
                      .add(SCORE, FloatType, false),
                  false),
              false),
      List.of(ITEM_IX, MEASURE),
      List.of()),

  /** Ranked items of each segment; {@code global} ranks the whole catalogue. */
  POPULAR_ITEMS(
      1,
      required(SEGMENT, StringType)
          .add(RANK, IntegerType, false)
          .add(ITEM_IX, IntegerType, false)
          .add(ITEM_ID, StringType, false)
          .add(SCORE, DoubleType, false),
      List.of(SEGMENT, RANK),
      List.of()),

  /** One row per user: the list to serve, best first. */
  RECOMMENDATIONS(
      1,
      required(USER_ID, StringType)
          .add(
              Columns.ITEMS,
              createArrayType(
                  required(ITEM_ID, StringType)
                      .add(SCORE, FloatType, false)
                      .add(SOURCE, StringType, false)
                      .add(BECAUSE, StringType, true),
                  false),
              false),
      List.of(USER_ID),
      List.of()),

  /** Lists of every model for held-out users, by item number, best first. */
  LISTS(
      1,
      required(MODEL, StringType)
          .add(USER_IX, IntegerType, false)
          .add(Columns.ITEMS, createArrayType(IntegerType, false), false),
      List.of(USER_IX, MODEL),
      List.of()),

  /** Offline metrics of every model; those that are means over users with what chance may do. */
  METRICS(
      3,
      required(MODEL, StringType)
          .add(METRIC, StringType, false)
          .add(K, IntegerType, false)
          .add(VALUE, DoubleType, false)
          .add(LOW, DoubleType)
          .add(HIGH, DoubleType)
          .add(P_POPULARITY, DoubleType)
          .add(Columns.P_LAST_NIGHT, DoubleType),
      List.of(MODEL, METRIC, K),
      List.of()),

  /** Metrics of every model over some of the users, or of what is relevant to them. */
  SLICES(
      1,
      required(SLICE, StringType)
          .add(MODEL, StringType, false)
          .add(METRIC, StringType, false)
          .add(K, IntegerType, false)
          .add(VALUE, DoubleType, false)
          .add(Columns.USERS, LongType, false),
      List.of(SLICE, MODEL, METRIC, K),
      List.of());

  private final int version;
  private final StructType schema;
  private final List<String> key;
  private final List<String> partitions;

  Table(int version, StructType schema, List<String> key, List<String> partitions) {
    this.version = version;
    this.schema = schema;
    this.key = key;
    this.partitions = partitions;
  }

  /** Name of the table and of its folder in the warehouse, such as {@code user_index}. */
  public String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Version of the columns; a reader refuses a snapshot of any other. */
  public int version() {
    return version;
  }

  /** Columns, types and nullability. */
  public StructType schema() {
    return schema;
  }

  /** Columns by which files are filled (the first) and rows sorted (all). */
  public List<String> key() {
    return key;
  }

  /**
   * Whether the holdout lane keeps a table of its own beside the one that serves, as it does for
   * all that is learnt from interactions.
   */
  public boolean perLane() {
    return switch (this) {
      case INTERACTIONS, USER_FACTORS, ITEM_FACTORS, SIMILAR_ITEMS, POPULAR_ITEMS -> true;
      default -> false;
    };
  }

  /** How many rows of plain columns take as much room as one: a list or a vector is ten. */
  public int breadth() {
    return switch (this) {
      case USER_FACTORS, ITEM_FACTORS, SIMILAR_ITEMS, RECOMMENDATIONS, LISTS -> 10;
      default -> 1;
    };
  }

  /** Columns that become folders; empty for most tables. */
  public List<String> partitions() {
    return partitions;
  }

  private static StructType required(String name, DataType type) {
    return new StructType().add(name, type, false);
  }
}
