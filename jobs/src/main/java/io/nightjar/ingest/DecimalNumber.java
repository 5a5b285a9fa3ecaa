package io.nightjar.ingest;

import org.apache.spark.sql.api.java.UDF1;

/**
 * Parses decimal numbers: a sign, digits with or without a point among them, an exponent. Java's
 * own parser takes more than that: hexadecimal numbers, a letter behind, "NaN".
 */
final class DecimalNumber implements UDF1<String, Double> {
  private static final long serialVersionUID = 1;

  /** The number, which is infinite where it is too large, or null where the text is none. */
  @Override
  public Double call(String text) {
    // Adding 0 makes −0 equal to 0 bit by bit.
    return text != null && isNumber(text) ? Double.parseDouble(text) + 0.0 : null;
  }

  private static boolean isNumber(String text) {
    int whole = skipSign(text, 0);
    int point = skipDigits(text, whole);
    int end = point;
    int digits = point - whole;
    if (end < text.length() && text.charAt(end) == '.') {
      end = skipDigits(text, end + 1);
      digits += end - point - 1;
    }
    if (digits == 0) {
      return false;
    }
    if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
      int exponent = skipSign(text, end + 1);
      end = skipDigits(text, exponent);
      if (end == exponent) {
        return false;
      }
    }
    return end == text.length();
  }

  private static int skipSign(String text, int from) {
    boolean sign = from < text.length() && (text.charAt(from) == '+' || text.charAt(from) == '-');
    return sign ? from + 1 : from;
  }

  private static int skipDigits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
