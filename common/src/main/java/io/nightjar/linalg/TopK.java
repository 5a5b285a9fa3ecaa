package io.nightjar.linalg;

/**
 * The best {@code capacity} of the (id, score) pairs offered, by score descending, then id
 * ascending.
 *
 * <p>A bounded binary heap with the worst pair at its root (Knuth, TAOCP vol. 3, section 5.2.3): an
 * offer that does not qualify costs one comparison. What is kept does not depend on the order of
 * the offers, as long as ids are distinct. NaN never enters. Not thread-safe.
 */
public final class TopK {
  private final int[] ids;
  private final float[] scores;
  private int size;

  /** Score of the worst pair kept, or −∞ while there is room. */
  private float threshold = Float.NEGATIVE_INFINITY;

  /**
   * An empty selection.
   *
   * @param capacity pairs kept at the most, 1 or more
   */
  public TopK(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("Cannot select the top " + capacity + ": at least 1");
    }
    ids = new int[capacity];
    scores = new float[capacity];
  }

  /** Pairs kept now: 0 to the capacity. */
  public int size() {
    return size;
  }

  /** Forgets all pairs, for use with the next user or item. */
  public void clear() {
    size = 0;
    threshold = Float.NEGATIVE_INFINITY;
  }

  /**
   * Offers a pair.
   *
   * @param id any number that was not offered since the last {@link #clear}
   * @param score any score; NaN is refused
   * @return whether the pair is now among the best
   */
  public boolean offer(int id, float score) {
    // NaN fails this comparison too.
    return score >= threshold && insert(id, score);
  }

  private boolean insert(int id, float score) {
    if (size < ids.length) {
      siftUp(size++, id, score);
    } else if (worse(ids[0], scores[0], id, score)) {
      siftDown(id, score);
    } else {
      return false;
    }
    if (size == ids.length) {
      threshold = scores[0];
    }
    return true;
  }

  /**
   * Moves the pairs out, best first, and leaves this empty.
   *
   * @param intoIds receives the ids; {@link #size} long or longer
   * @param intoScores receives the scores; {@link #size} long or longer
   * @return how many pairs were written
   */
  public int drain(int[] intoIds, float[] intoScores) {
    int drained = size;
    if (intoIds.length < drained || intoScores.length < drained) {
      throw new IllegalArgumentException(
          "Cannot drain %d pairs into arrays of %d and %d"
              .formatted(drained, intoIds.length, intoScores.length));
    }
    while (size > 0) {
      size--;
      intoIds[size] = ids[0];
      intoScores[size] = scores[0];
      siftDown(ids[size], scores[size]);
    }
    clear();
    return drained;
  }

  private static boolean worse(int id, float score, int thanId, float thanScore) {
    return score < thanScore || (score == thanScore && id > thanId);
  }

  private void siftUp(int from, int id, float score) {
    int hole = from;
    while (hole > 0) {
      int parent = (hole - 1) >>> 1;
      if (!worse(id, score, ids[parent], scores[parent])) {
        break;
      }
      ids[hole] = ids[parent];
      scores[hole] = scores[parent];
      hole = parent;
    }
    ids[hole] = id;
    scores[hole] = score;
  }

  /** Puts the pair in the root's place and lets it sink among the first {@code size} pairs. */
  private void siftDown(int id, float score) {
    int hole = 0;
    for (int child = 1; child < size; child = 2 * hole + 1) {
      int sibling = child + 1;
      if (sibling < size && worse(ids[sibling], scores[sibling], ids[child], scores[child])) {
        child = sibling;
      }
      if (!worse(ids[child], scores[child], id, score)) {
        break;
      }
      ids[hole] = ids[child];
      scores[hole] = scores[child];
      hole = child;
    }
    ids[hole] = id;
    scores[hole] = score;
  }
}
