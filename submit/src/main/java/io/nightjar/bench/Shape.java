package io.nightjar.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Size of a factor model, as in {@code 40000x40000x64}.
 *
 * @param users number of users, 1 or more
 * @param items number of items, 1 or more
 * @param rank factors each, 1 or more
 */
public record Shape(int users, int items, int rank) {
  private static final Pattern TEXT =
      Pattern.compile("([1-9]\\d{0,8})x([1-9]\\d{0,8})x([1-9]\\d{0,3})");

  /**
   * Reads a shape.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static Shape parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no shape; users x items x rank is expected, as in 40000x40000x64");
    }
    return new Shape(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }

  /** Multiplications and additions of all dot products. */
  double flops() {
    return 2.0 * users * items * rank;
  }

  @Override
  public String toString() {
    return users + "x" + items + "x" + rank;
  }
}
