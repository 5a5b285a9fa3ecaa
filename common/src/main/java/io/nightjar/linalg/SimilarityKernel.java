package io.nightjar.linalg;

import io.nightjar.config.SimilarityConfig;
import java.util.List;

/**
 * The nearest neighbours of a block's items, exactly, by every measure at once, at a cost
 * proportional to the pairs that exist.
 *
 * <p>The columns come window after window. For each of its items the kernel counts what it has in
 * common with a window's ({@link CoCounts}), and each measure scores the pairs and offers them to
 * the item's selection ({@link PairSimilarity}). A similarity has one value, the same for (i, j) as
 * for (j, i), however items are split over blocks and windows.
 *
 * <p>Memory: the block's entries, one window of its users' rows, 12 to 40 bytes a column of the
 * window, and 16 bytes a neighbour of each item and measure. Not thread-safe.
 */
public final class SimilarityKernel {
  private final OwnedItems owned;
  private final ItemStats stats;
  private final SimilarityConfig config;

  /** By measure and place; null until there is a pair. */
  private final TopK[][] best;

  private CoCounts pairs;

  /**
   * A kernel for a block.
   *
   * @param stats of the whole data
   * @param config measures, weighting, shrinkage, support and number of neighbours
   * @throws IllegalArgumentException if an item has other than its number of users
   */
  public SimilarityKernel(OwnedItems owned, ItemStats stats, SimilarityConfig config) {
    this.owned = owned;
    this.stats = stats;
    this.config = config;
    best = new TopK[config.counted().size()][owned.places()];
    for (int place = 0; place < owned.places(); place++) {
      if (owned.users(place) != stats.users(owned.item(place))) {
        throw new IllegalArgumentException(
            "Cannot score item %d: it has %d users in the block and %d in the statistics"
                .formatted(owned.item(place), owned.users(place), stats.users(owned.item(place))));
      }
    }
  }

  /** Compares every item of the block with the items of a window; windows come in any order. */
  public void add(ColumnWindow window) {
    if (pairs == null || pairs.width() < window.width) {
      pairs = new CoCounts(window.width, config.weightings().size(), config.minSupport());
    }
    List<PairSimilarity> measures =
        config.counted().stream()
            .map(measure -> PairSimilarity.of(measure, config, stats, window))
            .toList();
    for (int place = 0; place < owned.places(); place++) {
      if (owned.users(place) >= config.minSupport()) {
        pairs.count(owned, place, window);
        for (int m = 0; m < best.length && pairs.length > 0; m++) {
          measures.get(m).offer(owned.item(place), pairs, selection(m, place));
        }
      }
    }
  }

  /**
   * Moves an item's neighbours out: those with enough users in common and a similarity above 0,
   * best first, ties by item.
   *
   * @param measure place of the measure among those {@link SimilarityConfig#counted}
   * @param place of the item in the block
   * @param items receives them; as long as the configured number of neighbours
   * @param scores receives their scores
   * @return how many there are
   */
  public int drain(int measure, int place, int[] items, float[] scores) {
    TopK selected = best[measure][place];
    best[measure][place] = null;
    return selected == null ? 0 : selected.drain(items, scores);
  }

  private TopK selection(int measure, int place) {
    if (best[measure][place] == null) {
      best[measure][place] = new TopK(config.neighbours());
    }
    return best[measure][place];
  }
}
