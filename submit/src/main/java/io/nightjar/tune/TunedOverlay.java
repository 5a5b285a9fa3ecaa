package io.nightjar.tune;

import io.nightjar.config.OverlayText;
import io.nightjar.config.TuneConfig;
import io.nightjar.config.TuneConfig.Dimension;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The best trial as a configuration file, with the evidence for it above. */
public final class TunedOverlay {
  /** The text of the file; the same for the same measurements. */
  public static String of(TuneConfig config, TuneResult result, LocalDate date) {
    Measured best = result.best();
    Measured before = result.whole(0);
    List<String> lines = new ArrayList<>();
    lines.add(
        "Found by nightjar tune: %d trials on the validation window of the night of %s, seed %d."
            .formatted(
                result.measured().stream().map(Measured::trial).distinct().count(),
                date,
                config.seed()));
    lines.add("%s of %s, with 95 %% confidence:".formatted(result.metric(), result.model()));
    lines.add("  %s  trial %d, below".formatted(text(best), best.trial()));
    lines.add("  %s  the configuration as it was".formatted(text(before)));
    result
        .worth()
        .forEach((key, without) -> lines.add("  %s  without %s".formatted(text(without), key)));
    lines.add("Searched:");
    new TreeMap<>(config.space())
        .forEach((key, dimension) -> lines.add("  " + key + ": " + text(dimension)));
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append("# ").append(line).append('\n'));
    return text.append(OverlayText.of(result.trials().get(best.trial()).settings())).toString();
  }

  private static String text(Measured measured) {
    return String.format(
        Locale.ROOT, "%.4f (%.4f to %.4f)", measured.value(), measured.low(), measured.high());
  }

  private static String text(Dimension dimension) {
    if (!dimension.choices().isEmpty()) {
      return String.join(", ", dimension.choices());
    }
    return "%s to %s, %s"
        .formatted(
            dimension.low().orElseThrow(),
            dimension.high().orElseThrow(),
            dimension.scale().name().toLowerCase(Locale.ROOT));
  }

  private TunedOverlay() {}
}
