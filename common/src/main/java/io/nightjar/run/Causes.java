package io.nightjar.run;

import java.util.Optional;
import java.util.stream.Stream;

/** What is behind an exception: Spark wraps those of tasks in its own. */
public final class Causes {
  private static final int DEEPEST = 100; // Causes may form a ring.

  /** The exception, its cause, the cause of that, and so on. */
  public static Stream<Throwable> of(Throwable error) {
    return Stream.iterate(error, e -> e != null, Throwable::getCause).limit(DEEPEST);
  }

  /** The first of a type among an exception and its causes. */
  public static <T extends Throwable> Optional<T> first(Throwable error, Class<T> type) {
    return of(error).filter(type::isInstance).map(type::cast).findFirst();
  }

  private Causes() {}
}
