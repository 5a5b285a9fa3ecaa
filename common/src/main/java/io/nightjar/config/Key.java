package io.nightjar.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The path of a configuration key, written with dots: {@code train.rank}. A name that holds a dot,
 * a space or a sign is written in quotes: {@code prepare.events."my.type".weight}; in quotes a
 * backslash stands before a quote or a backslash.
 */
record Key(List<String> names) {
  static final Key ROOT = new Key(List.of());

  private static final String PLAIN = "[\\p{L}\\p{N}_*-]+";
  private static final Pattern NAME =
      Pattern.compile("(?<plain>[^.\"=\\s]+)|\"(?<quoted>(?:[^\"\\\\]|\\\\[\"\\\\])*)\"");

  Key {
    names = List.copyOf(names);
  }

  /**
   * The key that {@code text} spells.
   *
   * @throws IllegalArgumentException where it spells none
   */
  static Key parse(String text) {
    List<String> names = new ArrayList<>();
    Matcher matcher = NAME.matcher(text);
    int at = 0;
    while (matcher.region(at, text.length()).lookingAt()) {
      String quoted = matcher.group("quoted");
      names.add(quoted == null ? matcher.group("plain") : quoted.replaceAll("\\\\(.)", "$1"));
      at = matcher.end();
      if (at == text.length()) {
        return new Key(names);
      }
      if (text.charAt(at) != '.') {
        break;
      }
      at++;
    }
    throw new IllegalArgumentException(
        "%s is not a key: names with a dot between them are expected, as in train.rank"
            .formatted(text));
  }

  Key child(String name) {
    return new Key(Stream.concat(names.stream(), Stream.of(name)).toList());
  }

  /**
   * The name of a Java identifier as configuration files spell it: {@code maxWeight} is max-weight.
   */
  static String kebab(String identifier) {
    return identifier
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
        .replace('_', '-')
        .toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return names.stream().map(Key::quoteIfNeeded).collect(Collectors.joining("."));
  }

  private static String quoteIfNeeded(String name) {
    return name.matches(PLAIN) ? name : '"' + name.replaceAll("[\"\\\\]", "\\\\$0") + '"';
  }
}
