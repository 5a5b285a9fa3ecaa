package io.nightjar.similarity;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Sends every user's items to the blocks of items that the user touches: first those that the block
 * owns, then all of them, window after window. So a block has what the neighbours of its items
 * depend on, and holds one window at a time. What moves grows with interactions × blocks a user
 * touches, never with pairs of items.
 *
 * <p>A user is written as number and count, then the gaps between its ascending items, each with
 * its weights, if any are needed.
 */
final class Routes {
  /** Stands before the first window: the items that the block owns. */
  static final int OWNED = -1;

  private final UserBlock users;
  private final Layout layout;
  private final Outbox outbox;
  private final ByteSink row = new ByteSink(1024);

  /** For each block the last user who was sent to it in this window, by place and from 1. */
  private final int[] sent;

  /** For each block, what a user has of it. */
  private final int[] counts;

  /** For each block, a user's item before. */
  private final int[] last;

  private int window = OWNED;
  private int next;

  private Routes(UserBlock users, Layout layout) {
    this.users = users;
    this.layout = layout;
    outbox = new Outbox(layout.blocks());
    sent = new int[layout.blocks()];
    counts = new int[layout.blocks()];
    last = new int[layout.blocks()];
  }

  /**
   * The pieces by block, in the order of the windows; the key is block · 2³² + window + 1.
   *
   * @return partition {@code b} is block {@code b}
   */
  static JavaPairRDD<Long, byte[]> of(JavaRDD<UserBlock> blocks, Layout layout) {
    return blocks
        .mapPartitionsToPair(users -> new Routes(users.next(), layout).pieces())
        .repartitionAndSortWithinPartitions(new ByBlock(layout.blocks()), new Ascending());
  }

  /** The window of a key. */
  static int window(long key) {
    return (int) key - 1;
  }

  private Iterator<Tuple2<Long, byte[]>> pieces() {
    return new Mapped<>(
        outbox.pieces(this::step),
        piece -> new Tuple2<>((long) piece.receiver() << 32 | window + 1, piece.bytes()));
  }

  /** Sends a user; or ends a window, whose last pieces are then taken before the next begins. */
  private boolean step() {
    if (next < users.users.length) {
      if (window == OWNED) {
        sendOwned(next);
      } else {
        sendWindow(next);
      }
      if (++next == users.users.length) {
        outbox.flush();
      }
      return true;
    }
    next = 0;
    Arrays.fill(sent, 0);
    return ++window < layout.windows();
  }

  private void sendOwned(int user) {
    int from = users.offsets[user];
    int to = users.offsets[user + 1];
    for (int e = from; e < to; e++) {
      counts[users.items[e] % layout.blocks()]++;
    }
    for (int e = from; e < to; e++) {
      int item = users.items[e];
      int block = item % layout.blocks();
      ByteSink out = outbox.to(block);
      if (counts[block] > 0) {
        begin(out, user, counts[block]);
        counts[block] = 0;
        last[block] = 0;
      }
      write(out, e, last[block]);
      last[block] = item;
    }
    for (int e = from; e < to; e++) {
      outbox.sent(users.items[e] % layout.blocks());
    }
  }

  private void sendWindow(int user) {
    int from = lowerBound(user, layout.first(window));
    int to = lowerBound(user, layout.last(window));
    if (from == to) {
      return;
    }
    row.clear();
    begin(row, user, to - from);
    for (int e = from; e < to; e++) {
      write(row, e, e == from ? 0 : users.items[e - 1]);
    }
    for (int e = users.offsets[user]; e < users.offsets[user + 1]; e++) {
      int block = users.items[e] % layout.blocks();
      if (sent[block] != user + 1) {
        sent[block] = user + 1;
        outbox.to(block).append(row);
        outbox.sent(block);
      }
    }
  }

  private int lowerBound(int user, int item) {
    int at = Arrays.binarySearch(users.items, users.offsets[user], users.offsets[user + 1], item);
    return at < 0 ? -at - 1 : at;
  }

  private void begin(ByteSink out, int user, int count) {
    out.number(users.users[user]);
    out.number(count);
  }

  private void write(ByteSink out, int entry, int before) {
    out.number(users.items[entry] - before);
    for (float[] weights : users.weights) {
      out.real(weights[entry]);
    }
  }

  private static final class Ascending implements Comparator<Long>, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public int compare(Long a, Long b) {
      return Long.compare(a, b);
    }
  }

  private static final class ByBlock extends Partitioner {
    private static final long serialVersionUID = 1;

    private final int blocks;

    ByBlock(int blocks) {
      this.blocks = blocks;
    }

    @Override
    public int numPartitions() {
      return blocks;
    }

    @Override
    public int getPartition(Object key) {
      return (int) ((Long) key >>> 32);
    }
  }
}
