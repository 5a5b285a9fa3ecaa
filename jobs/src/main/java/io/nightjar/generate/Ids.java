package io.nightjar.generate;

/**
 * How numbers are spelled as ids.
 *
 * <p>Most are a letter and six digits. A few of every hundred are hard, and legal: pairs that
 * differ only by a leading zero, by letter case or by Unicode normalisation, and ids with a space,
 * a comma or a quote. A pipeline that trims, parses or folds ids mixes two users up, and is found
 * out.
 */
final class Ids {
  private static final int PERIOD = 101;

  /** The id of a number; two numbers never share one. */
  static String of(char letter, int number) {
    return switch (number % PERIOD) {
      case 11 -> "00" + number;
      case 12 -> String.valueOf(number - 1);
      case 31 -> letter + "\u00e9" + number;
      case 32 -> letter + "e\u0301" + (number - 1);
      case 51 -> letter + " " + number;
      case 52 -> letter + " " + (number - 1) + " ";
      case 71 -> letter + ",\"" + number + "\"";
      case 72 -> Character.toUpperCase(letter) + digits(number - 1);
      case 73 -> letter + digits(number - 2);
      default -> letter + digits(number);
    };
  }

  private static String digits(int number) {
    String text = String.valueOf(number);
    return "0".repeat(Math.max(0, 6 - text.length())) + text;
  }

  private Ids() {}
}
