package io.nightjar.train;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import scala.Tuple2;

/** The pieces that elements of a partition make, while it is read: a bounded number at a time. */
final class Routing<T> implements Iterator<Tuple2<Integer, Triples>> {
  private final Iterator<T> elements;
  private final Triples.Router router;
  private final BiConsumer<T, Triples.Router> route;
  private Iterator<Tuple2<Integer, Triples>> pieces = Collections.emptyIterator();
  private boolean done;

  Routing(Iterator<T> elements, int blocks, BiConsumer<T, Triples.Router> route) {
    this.elements = elements;
    this.router = new Triples.Router(blocks);
    this.route = route;
  }

  @Override
  public boolean hasNext() {
    while (!pieces.hasNext() && !done) {
      if (elements.hasNext()) {
        route.accept(elements.next(), router);
        pieces = router.filled();
      } else {
        done = true;
        pieces = router.rest();
      }
    }
    return pieces.hasNext();
  }

  @Override
  public Tuple2<Integer, Triples> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return pieces.next();
  }
}
