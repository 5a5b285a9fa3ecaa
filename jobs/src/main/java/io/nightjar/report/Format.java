package io.nightjar.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them; the same in every locale. */
public final class Format {
  private static final String[] THOUSANDS = {"", "K", "M", "B", "T"};
  private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB", "PB"};

  /** All digits, in groups: {@code 1,234,567}. */
  public static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** About three digits: {@code 999}, {@code 1.23M}. */
  public static String compact(long n) {
    return compact((double) n);
  }

  /** About three digits: {@code 999}, {@code 1.23M}. */
  public static String compact(double n) {
    return thousands(n, 3);
  }

  /** About two digits, where there is little room: {@code 990}, {@code 1.2M}. */
  static String brief(double n) {
    return thousands(n, 2);
  }

  private static String thousands(double n, int digits) {
    int power = 0;
    double scaled = n;
    while (Math.abs(scaled) >= 999.5 && power < THOUSANDS.length - 1) {
      scaled /= 1000;
      power++;
    }
    return digits(scaled, digits) + THOUSANDS[power];
  }

  /** No digits that say nothing: {@code 0.05}, {@code 100}. */
  public static String plain(double n) {
    BigDecimal rounded = new BigDecimal(n).round(new MathContext(10));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** {@code 1.5 MB}; 1 kB is 1000 bytes. */
  public static String bytes(long n) {
    int power = 0;
    double scaled = n;
    while (scaled >= 999.5 && power < BYTES.length - 1) {
      scaled /= 1000;
      power++;
    }
    return digits(scaled, 3) + " " + BYTES[power];
  }

  /** A share of 0..1: {@code 2.13 %}. What is more than nothing never looks like nothing. */
  public static String percent(double share) {
    double percent = 100 * share;
    return percent > 0 && percent < 0.01 ? "< 0.01 %" : digits(percent, 3) + " %";
  }

  /** A metric: four decimals. */
  static String score(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** {@code 0.4 s}, {@code 3 min 05 s}, {@code 2 h 00 min}. */
  public static String seconds(double seconds) {
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }

  /** A ratio: {@code 2.31 ×}. */
  public static String times(double ratio) {
    return digits(ratio, 3) + " ×";
  }

  /** Growth against an earlier count: {@code +1.2 %}; an empty text without one. */
  static String change(long now, Long before) {
    return change((double) now, before == null ? null : (double) before);
  }

  /** Growth against an earlier value: {@code +1.2 %}; an empty text without one. */
  static String change(double now, Double before) {
    if (before == null || before == 0) {
      return "";
    }
    double change = (now - before) / Math.abs(before);
    if (change == 0) {
      return "±0 %";
    }
    return (change < 0 ? "−" : "+") + percent(Math.abs(change));
  }

  /** So many significant digits, but never fewer than stand before the point. */
  private static String digits(double n, int significant) {
    int whole = Math.abs(n) >= 100 ? 3 : Math.abs(n) >= 10 ? 2 : 1;
    int decimals = Math.max(0, significant - whole);
    return plain(new BigDecimal(n).setScale(decimals, RoundingMode.HALF_UP).doubleValue());
  }

  private Format() {}
}
