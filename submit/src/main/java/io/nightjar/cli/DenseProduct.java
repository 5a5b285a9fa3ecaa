package io.nightjar.cli;

import io.nightjar.bench.Yardstick;

/** The bench's yardstick, in a process of its own: prints GFLOP/s and whose they are. */
final class DenseProduct {
  private DenseProduct() {}

  /** Measures and prints. */
  public static void main(String[] args) {
    Yardstick.Rate rate = Yardstick.here();
    System.out.println(rate.gflops() + " " + rate.name());
  }
}
