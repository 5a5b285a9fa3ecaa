package io.nightjar.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind breaks a line for the one reason it names, whatever the line. */
class MalformedKindTest {
  private static final Instant END = Instant.parse("2026-01-29T00:00:00Z");
  private static final List<List<String>> GOOD =
      List.of(
          List.of("u000001", "i000002", "view", "", "2026-01-05T10:00:00Z", "mobile"),
          List.of("u,\"71\"", "i,\"71\"", "rating", "5", "2026-01-28T23:59:59.999Z", "tv"),
          List.of("u\u00e931", "i 52 ", "purchase", "2", "2026-01-01T00:00:00Z", "tablet"));

  @Test
  void linesAreGoodBefore() {
    for (List<String> fields : GOOD) {
      String line = Csv.line(fields);
      assertEquals(fields, LineOracle.split(line));
      assertEquals("accepted", LineOracle.reason(line.getBytes(UTF_8), END));
    }
  }

  @ParameterizedTest
  @EnumSource
  void breaksALineForItsReasonAlone(MalformedKind kind) {
    for (List<String> fields : GOOD) {
      for (int salt = 0; salt < 40; salt++) {
        byte[] line = kind.spoil(fields, salt);
        assertEquals(kind.reason(), LineOracle.reason(line, END), kind + " with salt " + salt);
        assertFalse(IntStream.range(0, line.length).anyMatch(at -> isLineEnd(line, at)));
        assertArrayEquals(line, kind.spoil(fields, salt));
      }
    }
  }

  @Test
  void drawsEveryShortKind() {
    Draws draws = new Draws(3);
    Set<MalformedKind> drawn =
        IntStream.range(0, 400)
            .mapToObj(i -> MalformedKind.draw(draws))
            .collect(Collectors.toSet());
    drawn.remove(MalformedKind.LINE_TOO_LONG);
    assertEquals(MalformedKind.values().length - 1, drawn.size());
  }

  private static boolean isLineEnd(byte[] line, int at) {
    return line[at] == '\n' || line[at] == '\r';
  }
}
