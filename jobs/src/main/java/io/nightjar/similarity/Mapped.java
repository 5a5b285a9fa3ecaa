package io.nightjar.similarity;

import java.util.Iterator;
import java.util.function.Function;

/** An iterator of what a function makes of another's elements. */
record Mapped<T, R>(Iterator<T> elements, Function<T, R> function) implements Iterator<R> {
  @Override
  public boolean hasNext() {
    return elements.hasNext();
  }

  @Override
  public R next() {
    return function.apply(elements.next());
  }
}
