package io.nightjar.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration with the account of where each of its values comes from.
 *
 * @param settings every key in force, in the order of the reference
 */
public record LoadedConfig(NightjarConfig config, List<Setting> settings) {
  private static final int MAX_COLUMN = 60;

  public LoadedConfig {
    settings = List.copyOf(settings);
  }

  /** One line for each key in force: {@code key = value # origin}, aligned. */
  public String explain() {
    int keys = settings.stream().mapToInt(s -> s.key().length()).max().orElse(0);
    int longest = settings.stream().mapToInt(s -> s.value().length()).max().orElse(0);
    int values = Math.min(longest, MAX_COLUMN);
    return settings.stream()
        .map(s -> pad(s.key(), keys) + " = " + pad(s.value(), values) + "   # " + s.origin() + "\n")
        .collect(Collectors.joining());
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
