package io.nightjar.similarity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;

import io.nightjar.schema.Columns;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** A user's weight for an item: a bean, because Spark reads its columns without boxing a number. */
public final class Interaction {
  private int user;
  private int item;
  private float weight;
  private long at;

  /**
   * The interactions that count: those with a weight above 0.
   *
   * @param interactions {@link io.nightjar.schema.Table#INTERACTIONS}
   * @param timed whether times are wanted; without, they are 0
   */
  static Dataset<Interaction> read(Dataset<Row> interactions, boolean timed) {
    Column at = timed ? unix_micros(col(Columns.LAST_AT)) : lit(0L);
    return interactions
        .where(col(Columns.WEIGHT).gt(0))
        .select(
            col(Columns.USER_IX).as("user"),
            col(Columns.ITEM_IX).as("item"),
            col(Columns.WEIGHT).as("weight"),
            at.as("at"))
        .as(Encoders.bean(Interaction.class));
  }

  public int getUser() {
    return user;
  }

  public void setUser(int user) {
    this.user = user;
  }

  public int getItem() {
    return item;
  }

  public void setItem(int item) {
    this.item = item;
  }

  public float getWeight() {
    return weight;
  }

  public void setWeight(float weight) {
    this.weight = weight;
  }

  /** Microseconds since 1970, UTC. */
  public long getAt() {
    return at;
  }

  public void setAt(long at) {
    this.at = at;
  }
}
