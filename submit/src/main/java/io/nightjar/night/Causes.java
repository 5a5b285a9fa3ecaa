package io.nightjar.night;

import java.util.Optional;
import java.util.stream.Stream;

/** What is behind an exception: Spark wraps those of tasks in its own. */
public final class Causes {
  private static final int DEEPEST = 100; // Causes may form a ring.

  /** The first of a type among an exception and its causes. */
  public static <T extends Throwable> Optional<T> first(Throwable error, Class<T> type) {
    return Stream.iterate(error, e -> e != null, Throwable::getCause)
        .limit(DEEPEST)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }

  private Causes() {}
}
