package io.nightjar.train;

import java.util.Iterator;
import java.util.stream.IntStream;

/** A vector as a row: a bean, because Spark encodes its arrays without boxing a number. */
public final class VectorRow {
  private int id;
  private float[] factors;

  static Iterator<VectorRow> of(FactorBlock block, int rank) {
    return IntStream.range(0, block.ids().length)
        .mapToObj(
            row -> {
              VectorRow vector = new VectorRow();
              vector.setId(block.ids()[row]);
              vector.setFactors(block.vector(row, rank));
              return vector;
            })
        .iterator();
  }

  public int getId() {
    return id;
  }

  public void setId(int id) {
    this.id = id;
  }

  public float[] getFactors() {
    return factors;
  }

  public void setFactors(float[] factors) {
    this.factors = factors;
  }
}
