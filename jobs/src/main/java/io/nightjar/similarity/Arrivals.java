package io.nightjar.similarity;

import java.util.Arrays;
import java.util.Iterator;

/** Interactions on their way to the parts of their users, and there in arrays. */
final class Arrivals {
  int count;
  int[] users = new int[4096];
  int[] items = new int[4096];
  float[] weights;
  long[] times;

  /** Reads all pieces that a part was sent. */
  Arrivals(Iterator<byte[]> pieces, Layout layout) {
    weights = new float[layout.weighted() ? users.length : 0];
    times = new long[layout.timed() ? users.length : 0];
    while (pieces.hasNext()) {
      ByteSource in = new ByteSource(pieces.next());
      int user = 0;
      int item = 0;
      long time = 0;
      while (in.hasMore()) {
        reserve(layout);
        user += (int) in.signed();
        item += (int) in.signed();
        users[count] = user;
        items[count] = item;
        if (layout.weighted()) {
          weights[count] = in.real();
        }
        if (layout.timed()) {
          time += in.signed();
          times[count] = time;
        }
        count++;
      }
    }
  }

  /** Sends interactions to the parts of their users. */
  static Iterator<Outbox.Piece> send(Iterator<Interaction> interactions, Layout layout) {
    Outbox outbox = new Outbox(layout.blocks());
    Interaction[] last = new Interaction[layout.blocks()];
    Interaction none = new Interaction();
    Arrays.fill(last, none);
    return outbox.pieces(
        () -> {
          if (!interactions.hasNext()) {
            outbox.flush();
            return false;
          }
          Interaction next = interactions.next();
          int part = next.getUser() % layout.blocks();
          write(outbox.to(part), next, last[part], layout);
          last[part] = outbox.sent(part) ? none : next;
          return true;
        });
  }

  /**
   * Writes an interaction as the difference to the one before: the logs come by user, then item.
   */
  private static void write(ByteSink out, Interaction next, Interaction last, Layout layout) {
    out.signed(next.getUser() - last.getUser());
    out.signed(next.getItem() - last.getItem());
    if (layout.weighted()) {
      out.real(next.getWeight());
    }
    if (layout.timed()) {
      out.signed(next.getAt() - last.getAt());
    }
  }

  private void reserve(Layout layout) {
    if (count < users.length) {
      return;
    }
    int limit = Integer.MAX_VALUE - 8;
    if (count == limit) {
      throw new IllegalStateException(
          "A part has more than %,d interactions: raise similarity.blocks".formatted(limit));
    }
    int length = (int) Math.min(limit, 2L * count);
    users = Arrays.copyOf(users, length);
    items = Arrays.copyOf(items, length);
    weights = layout.weighted() ? Arrays.copyOf(weights, length) : weights;
    times = layout.timed() ? Arrays.copyOf(times, length) : times;
  }
}
