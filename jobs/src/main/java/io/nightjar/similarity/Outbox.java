package io.nightjar.similarity;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/** Bytes on their way to numbered receivers, in pieces of bounded size. */
final class Outbox {
  /** A piece for a receiver. */
  record Piece(int receiver, byte[] bytes) {}

  private static final int PIECE = 1 << 16;

  private final ByteSink[] sinks;
  private final Queue<Piece> full = new ArrayDeque<>();

  Outbox(int receivers) {
    sinks = new ByteSink[receivers];
  }

  /** Where a receiver's bytes go; after each whole entry, {@link #sent} is called. */
  ByteSink to(int receiver) {
    if (sinks[receiver] == null) {
      sinks[receiver] = new ByteSink(256);
    }
    return sinks[receiver];
  }

  /** Says that an entry is whole, and whether its piece is, too: the next begins a new one. */
  boolean sent(int receiver) {
    boolean whole = sinks[receiver].length() >= PIECE;
    if (whole) {
      flush(receiver);
    }
    return whole;
  }

  /** Ends all pieces. */
  void flush() {
    for (int receiver = 0; receiver < sinks.length; receiver++) {
      if (sinks[receiver] != null && sinks[receiver].length() > 0) {
        flush(receiver);
      }
    }
  }

  /**
   * The pieces, as they get whole while work goes on: a bounded number at a time.
   *
   * @param step does some work, and says whether there is more; before its next call all whole
   *     pieces have been taken
   */
  Iterator<Piece> pieces(BooleanSupplier step) {
    return new Iterator<>() {
      private boolean more = true;

      @Override
      public boolean hasNext() {
        while (full.isEmpty() && more) {
          more = step.getAsBoolean();
        }
        return !full.isEmpty();
      }

      @Override
      public Piece next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return full.remove();
      }
    };
  }

  private void flush(int receiver) {
    full.add(new Piece(receiver, sinks[receiver].toArray()));
    sinks[receiver].clear();
  }
}
