package io.nightjar.similarity;

/**
 * An item's neighbours by a measure, best first, by number: a bean, because Spark encodes its
 * arrays without boxing a number.
 */
public class NeighbourList {
  private int item;
  private String measure;
  private int[] others;
  private float[] scores;

  public int getItem() {
    return item;
  }

  public void setItem(int item) {
    this.item = item;
  }

  public String getMeasure() {
    return measure;
  }

  public void setMeasure(String measure) {
    this.measure = measure;
  }

  /** Numbers of the neighbours. */
  public int[] getOthers() {
    return others;
  }

  public void setOthers(int[] others) {
    this.others = others;
  }

  /** A score for each neighbour. */
  public float[] getScores() {
    return scores;
  }

  public void setScores(float[] scores) {
    this.scores = scores;
  }
}
