package io.nightjar.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefereeTest {
  @TempDir Path folder;

  private long nanos;
  private final List<String> turns = new ArrayList<>();

  /** A side whose runs take these seconds by the test's own clock, one after the other. */
  private Contest.Side side(String name, double... seconds) {
    int[] run = {0};
    return new Contest.Side(
        name,
        into -> {
          turns.add(name);
          nanos += (long) (seconds[Math.min(run[0]++, seconds.length - 1)] * 1e9);
        });
  }

  private ContestResult hold(
      int repeats, int rivalRepeats, Contest.Side ours, Contest.Side... rivals) throws Exception {
    Scratch scratch = new Scratch(SharedSpark.session(), folder.toString());
    return new Referee(repeats, rivalRepeats, scratch, () -> nanos, line -> {})
        .hold(
            new Contest(
                "race", "to run", ours, List.of(rivals), (a, b) -> new Verdict(true, "same")));
  }

  @Test
  void sidesTakeTurnsAndTheirWarmUpDoesNotCount() throws Exception {
    ContestResult result = hold(3, 3, side("a", 50, 1, 2, 3), side("b", 50, 10, 40, 30));
    assertEquals(List.of("a", "b", "a", "b", "a", "b", "a", "b"), turns);
    assertEquals(new Spread(2, 1, 3, 3), result.seconds());
    assertEquals(new Spread(30, 10, 40, 3), result.rivals().get(0).seconds());
    assertEquals(new Spread(10, 10, 20, 3), result.rivals().get(0).ratio());
    assertTrue(result.agreed());
  }

  @Test
  void aLongWarmUpOfARivalCounts() throws Exception {
    ContestResult result = hold(2, 1, side("a", 5, 1), side("b", 60));
    assertEquals(List.of("a", "b", "a", "a"), turns);
    assertEquals(new Spread(60, 60, 60, 1), result.rivals().get(0).seconds());
  }

  /** What was run to set the contest up is neither run again nor, unless it is long, counted. */
  @Test
  void aRunBeforeStandsForTheWarmUp() throws Exception {
    Contest.Side quick = new Contest.Side("b", side("b", 20).work(), before(30));
    ContestResult result = hold(1, 1, side("a", 5, 1), quick);
    assertEquals(List.of("a", "a", "b"), turns);
    assertEquals(new Spread(20, 20, 20, 1), result.rivals().get(0).seconds());

    turns.clear();
    Contest.Side slow = new Contest.Side("c", side("c", 99).work(), before(300));
    result = hold(1, 1, side("a", 5, 1), slow);
    assertEquals(List.of("a", "a"), turns);
    assertEquals(new Spread(300, 300, 300, 1), result.rivals().get(0).seconds());
  }

  private static Optional<Contest.Run> before(double seconds) {
    return Optional.of(new Contest.Run("made before", seconds));
  }

  @Test
  void aRivalMayFailWeMayNot() throws Exception {
    Contest.Side broken =
        new Contest.Side(
            "broken",
            into -> {
              throw new IllegalStateException("no more room\nat all");
            });
    ContestResult result = hold(1, 1, side("a", 1), broken);
    ContestResult.Rival rival = result.rivals().get(0);
    assertFalse(rival.finished());
    assertNull(rival.ratio());
    assertEquals("IllegalStateException: no more room", rival.verdict().text());
    assertThrows(IllegalStateException.class, () -> hold(1, 1, broken, side("b", 1)));
  }
}
