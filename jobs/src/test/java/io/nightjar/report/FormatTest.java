package io.nightjar.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FormatTest {
  @Test
  void counts() {
    assertEquals("1,234,567", Format.count(1_234_567));
    assertEquals("0", Format.compact(0L));
    assertEquals("999", Format.compact(999L));
    assertEquals("1K", Format.compact(1_000L));
    assertEquals("1.23M", Format.compact(1_234_567L));
    assertEquals("12.3K", Format.compact(12_345L));
    assertEquals("1M", Format.compact(999_600L));
    assertEquals("1.2M", Format.brief(1_234_567));
    assertEquals("122K", Format.brief(122_300));
    assertEquals("724", Format.brief(724));
  }

  @Test
  void plainNumbersHaveNoNoise() {
    assertEquals("0.3", Format.plain(0.1 + 0.2));
    assertEquals("100", Format.plain(100));
    assertEquals("0", Format.plain(-0.0));
  }

  @Test
  void bytes() {
    assertEquals("0 B", Format.bytes(0));
    assertEquals("999 B", Format.bytes(999));
    assertEquals("1.5 kB", Format.bytes(1_500));
    assertEquals("912 MB", Format.bytes(912_000_000));
  }

  @Test
  void shares() {
    assertEquals("0 %", Format.percent(0));
    assertEquals("< 0.01 %", Format.percent(1e-9));
    assertEquals("2.13 %", Format.percent(0.02134));
    assertEquals("63.8 %", Format.percent(0.6381));
    assertEquals("100 %", Format.percent(1));
  }

  @Test
  void times() {
    assertEquals("0.4 s", Format.seconds(0.4));
    assertEquals("59.9 s", Format.seconds(59.94));
    assertEquals("1 min 00 s", Format.seconds(59.95));
    assertEquals("3 min 05 s", Format.seconds(185.2));
    assertEquals("2 h 00 min", Format.seconds(7_200));
  }

  @Test
  void growth() {
    assertEquals("+25 %", Format.change(125L, 100L));
    assertEquals("−12.5 %", Format.change(0.35, 0.4));
    assertEquals("±0 %", Format.change(7L, 7L));
    assertEquals("", Format.change(7L, (Long) null));
    assertEquals("", Format.change(7L, 0L));
  }
}
