package io.nightjar.dense;

/** A numbered list of (int, float) pairs as a row: a bean, for the reason of {@link VectorRow}. */
public final class ListRow {
  private int row;
  private int[] ids;
  private float[] values;

  public int getRow() {
    return row;
  }

  public void setRow(int row) {
    this.row = row;
  }

  public int[] getIds() {
    return ids;
  }

  public void setIds(int[] ids) {
    this.ids = ids;
  }

  public float[] getValues() {
    return values;
  }

  public void setValues(float[] values) {
    this.values = values;
  }
}
