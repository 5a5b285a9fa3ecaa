package io.nightjar.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Single values of the configuration. */
final class Scalars {
  private Scalars() {}

  /**
   * The value as {@code type}. Text takes any scalar as it is written; every other type takes
   * nothing but its own.
   *
   * @throws IllegalArgumentException saying what is expected, without the value
   */
  static Object bind(Class<?> type, ScalarNode node, Range range) {
    if (type == String.class) {
      return node.getValue();
    }
    if (type == Secret.class) {
      return Secret.of(node.getValue());
    }
    if (type.isEnum()) {
      return choice(type, node.getValue());
    }
    if (type == boolean.class || type == Boolean.class) {
      return require(node, Tag.BOOL, "true or false is expected");
    }
    Number number = number(type, node);
    checkRange(number.doubleValue(), range);
    return number;
  }

  /** The choices of an enum or a boolean, as they are written. */
  static String choices(Class<?> type) {
    return type.isEnum()
        ? Arrays.stream(type.getEnumConstants())
            .map(constant -> text((Enum<?>) constant))
            .collect(Collectors.joining(" | "))
        : "true | false";
  }

  /** An enum's constant as it is written. */
  static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Object choice(Class<?> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> text((Enum<?>) constant).equals(text))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("one of " + choices(type) + " is expected"));
  }

  private static Number number(Class<?> type, ScalarNode node) {
    if (type == double.class || type == Double.class) {
      Tag tag = node.getTag().equals(Tag.INT) ? Tag.INT : Tag.FLOAT;
      return ((Number) require(node, tag, "a number is expected")).doubleValue();
    }
    Number number = (Number) require(node, Tag.INT, "a whole number is expected");
    boolean isLong = type == long.class || type == Long.class;
    if (number instanceof Integer) {
      return isLong ? (Number) number.longValue() : number;
    }
    if (isLong && number instanceof Long) {
      return number;
    }
    throw new IllegalArgumentException(
        "a whole number that fits %d bits is expected".formatted(isLong ? 64 : 32));
  }

  private static Object require(ScalarNode node, Tag tag, String expected) {
    if (!node.getTag().equals(tag)) {
      throw new IllegalArgumentException(expected);
    }
    return Yaml.SCHEMA.getSchemaTagConstructors().get(tag).construct(node);
  }

  private static void checkRange(double value, Range range) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a finite number is expected");
    }
    if (range == null) {
      return;
    }
    if (value < range.min() || value > range.max()) {
      throw new IllegalArgumentException(
          range.min() == Double.NEGATIVE_INFINITY
              ? "at most " + text(range.max()) + " is expected"
              : range.max() == Double.POSITIVE_INFINITY
                  ? "at least " + text(range.min()) + " is expected"
                  : text(range.min()) + " to " + text(range.max()) + " is expected");
    }
    if (value <= range.above()) {
      throw new IllegalArgumentException("more than " + text(range.above()) + " is expected");
    }
  }

  private static String text(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }
}
