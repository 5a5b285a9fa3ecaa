package io.nightjar.forecast;

import io.nightjar.config.NightjarConfig;
import io.nightjar.night.Plan;
import io.nightjar.night.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a night is going to take.
 *
 * @param stages in the order they run
 * @param problems why it would run out of memory; none if it may be well
 */
public record Forecast(List<Cost> stages, List<String> problems) {
  /** Seconds of a stage beside its work: code that is compiled on the way, and the commit. */
  private static final double LEAST = 8;

  /**
   * One stage.
   *
   * @param memory bytes that its tasks hold at once in one heap; 0 where they do not follow the
   *     night's size
   * @param shuffle bytes that move between tasks
   * @param seconds wall time
   */
  public record Cost(Stage stage, long memory, long shuffle, double seconds) {}

  /**
   * Forecasts a night.
   *
   * @param past the night before, which tells how fast this machine is
   */
  public static Forecast of(
      NightjarConfig config, NightSize size, Machine machine, Optional<PastNight> past) {
    Demand demand = new Demand(config, size);
    List<Cost> stages = new ArrayList<>();
    for (Stage stage : Plan.of(config)) {
      String job = stage.job().name();
      double guess = LEAST + demand.coreSeconds(job) / machine.cores();
      double seconds =
          past.flatMap(
                  night -> night.seconds(stage).map(took -> grown(took, demand.over(job, night))))
              .orElse(guess);
      stages.add(
          new Cost(stage, demand.memory(job, machine.tasksAtOnce()), demand.shuffle(job), seconds));
    }
    return new Forecast(
        stages,
        Stream.of(demand.trainingTooLarge(machine), demand.easeTooLarge(machine))
            .flatMap(Optional::stream)
            .toList());
  }

  /** What a stage takes that took so long for less work, or more. */
  private static double grown(double took, double times) {
    return Math.min(took, LEAST) + Math.max(0, took - LEAST) * times;
  }

  /** Wall time of all stages. */
  public double seconds() {
    return stages.stream().mapToDouble(Cost::seconds).sum();
  }

  /** Bytes that move in all stages. */
  public long shuffle() {
    return stages.stream().mapToLong(Cost::shuffle).sum();
  }
}
