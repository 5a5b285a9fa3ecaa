package io.nightjar.bench;

import java.util.List;

/**
 * What a bench measured: the content of {@code bench.json}.
 *
 * @param startedAt wall clock when it began, ISO-8601 UTC
 * @param codeVersion version of Nightjar
 * @param machine what it ran on
 * @param yardsticks rates of dense products on one core, the best first; empty if none was taken
 * @param kernels rates of the top-n kernel on one core
 * @param contests results of the contests
 * @param scale nights of growing size
 * @param slopes time ratio over event ratio, from each size to the next
 */
public record BenchReport(
    String startedAt,
    String codeVersion,
    Machine machine,
    List<Yardstick.Rate> yardsticks,
    List<Kernel> kernels,
    List<ContestResult> contests,
    List<ScalePoint> scale,
    List<Double> slopes) {
  /**
   * A kernel's rate.
   *
   * @param shape users x items x rank
   * @param gflops of dot products alone, GFLOP/s on one core
   * @param share of the best yardstick; 0 if there is none
   */
  public record Kernel(String shape, Spread gflops, double share) {}

  /** Whether every rival that finished gave our results. */
  public boolean agreed() {
    return contests.stream().allMatch(ContestResult::agreed);
  }
}
