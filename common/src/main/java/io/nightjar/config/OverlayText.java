package io.nightjar.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Assignments as the text of a configuration file. */
public final class OverlayText {
  /**
   * The file that sets what the assignments set.
   *
   * @param assignments values, as YAML, by keys such as {@code train.rank}; none of them below
   *     another
   */
  public static String of(Map<String, String> assignments) {
    Map<String, Object> root = new LinkedHashMap<>();
    assignments.forEach((key, value) -> put(root, Key.parse(key).names(), value));
    StringBuilder text = new StringBuilder();
    write(root, "", text);
    return text.toString();
  }

  /**
   * A key in the one spelling that has no quotes but where they are needed.
   *
   * @throws IllegalArgumentException if it is not a key
   */
  public static String spelled(String key) {
    return Key.parse(key).toString();
  }

  @SuppressWarnings("unchecked") // Only put() makes these maps.
  private static void put(Map<String, Object> map, List<String> names, String value) {
    Map<String, Object> below = map;
    for (String name : names.subList(0, names.size() - 1)) {
      below = (Map<String, Object>) below.computeIfAbsent(name, n -> new LinkedHashMap<>());
    }
    below.put(names.get(names.size() - 1), value);
  }

  @SuppressWarnings("unchecked")
  private static void write(Map<String, Object> map, String indent, StringBuilder text) {
    for (Map.Entry<String, Object> entry : new ArrayList<>(map.entrySet())) {
      text.append(indent).append(new Key(List.of(entry.getKey()))).append(':');
      if (entry.getValue() instanceof Map<?, ?> below) {
        text.append('\n');
        write((Map<String, Object>) below, indent + "  ", text);
      } else {
        text.append(' ').append(entry.getValue()).append('\n');
      }
    }
  }

  private OverlayText() {}
}
