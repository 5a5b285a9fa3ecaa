package io.nightjar.tune;

import io.nightjar.config.OverlayText;
import io.nightjar.config.TuneConfig;
import io.nightjar.config.TuneConfig.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Draws trials (Bergstra and Bengio, "Random Search for Hyper-Parameter Optimization", JMLR 13,
 * 2012). A trial depends on the space, the seed and its number alone: more trials leave those
 * before as they are.
 */
final class Space {
  private final TuneConfig config;

  Space(TuneConfig config) {
    this.config = config;
  }

  /** The configuration in force, and as many others as are asked for. */
  List<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    trials.add(new Trial(0, new TreeMap<>()));
    for (int number = 1; number < config.trials(); number++) {
      trials.add(draw(number));
    }
    return trials;
  }

  private Trial draw(int number) {
    SplittableRandom random = new SplittableRandom(config.seed() + number * 0x9E3779B97F4A7C15L);
    TreeMap<String, String> settings = new TreeMap<>();
    new TreeMap<>(config.space())
        .forEach((key, d) -> settings.put(OverlayText.spelled(key), draw(d, random)));
    return new Trial(number, settings);
  }

  private static String draw(Dimension dimension, SplittableRandom random) {
    if (!dimension.choices().isEmpty()) {
      return dimension.choices().get(random.nextInt(dimension.choices().size()));
    }
    double share = random.nextDouble();
    double low = dimension.low().orElseThrow();
    double high = dimension.high().orElseThrow();
    double value =
        switch (dimension.scale()) {
          case LINEAR -> low + share * (high - low);
          case LOG -> low * StrictMath.pow(high / low, share);
        };
    // Three digits: more would be noise in a file that people read.
    return dimension.whole()
        ? String.valueOf(Math.round(value))
        : String.valueOf(Double.parseDouble(String.format(Locale.ROOT, "%.3g", value)));
  }
}
