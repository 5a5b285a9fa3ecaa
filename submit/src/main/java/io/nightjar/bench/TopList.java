package io.nightjar.bench;

/** A user's list as a row: a bean, because Spark encodes its arrays without boxing a number. */
public final class TopList {
  private int user;
  private int[] items;
  private float[] scores;

  static TopList of(int user, int[] items, float[] scores) {
    TopList list = new TopList();
    list.setUser(user);
    list.setItems(items);
    list.setScores(scores);
    return list;
  }

  public int getUser() {
    return user;
  }

  public void setUser(int user) {
    this.user = user;
  }

  public int[] getItems() {
    return items;
  }

  public void setItems(int[] items) {
    this.items = items;
  }

  public float[] getScores() {
    return scores;
  }

  public void setScores(float[] scores) {
    this.scores = scores;
  }
}
