package io.nightjar.similarity;

import io.nightjar.config.SimilarityConfig;
import io.nightjar.linalg.ColumnWindow;
import io.nightjar.linalg.ItemStats;
import io.nightjar.linalg.OwnedItems;
import io.nightjar.linalg.SimilarityKernel;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import scala.Tuple2;

/** Finds the neighbours of a block's items from the pieces that it was sent. */
final class BlockTask {
  private final int block;
  private final Layout layout;
  private final SimilarityConfig config;
  private final Iterator<Tuple2<Long, byte[]>> pieces;
  private final float[] weights;

  /** The first piece of the next window, or null. */
  private Tuple2<Long, byte[]> ahead;

  BlockTask(
      int block, Layout layout, SimilarityConfig config, Iterator<Tuple2<Long, byte[]>> pieces) {
    this.block = block;
    this.layout = layout;
    this.config = config;
    this.pieces = pieces;
    this.weights = new float[layout.weightings()];
    advance();
  }

  /** The lists that are not empty, by item, then measure. */
  Iterator<NeighbourList> run(ItemStats stats) {
    OwnedItems owned = owned();
    SimilarityKernel kernel = new SimilarityKernel(owned, stats, config);
    while (ahead != null) {
      kernel.add(window(owned));
    }
    int[] others = new int[config.neighbours()];
    float[] scores = new float[config.neighbours()];
    List<SimilarityConfig.Measure> measures = config.counted();
    return IntStream.range(0, owned.places() * measures.size())
        .mapToObj(
            list -> {
              int place = list / measures.size();
              int measure = list % measures.size();
              int length = kernel.drain(measure, place, others, scores);
              return new NeighbourList(
                  owned.item(place),
                  measures.get(measure),
                  Arrays.copyOf(others, length),
                  Arrays.copyOf(scores, length));
            })
        .filter(list -> list.others().length > 0)
        .iterator();
  }

  private OwnedItems owned() {
    OwnedItems.Builder builder =
        new OwnedItems.Builder(block, layout.blocks(), layout.items(), layout.weightings());
    for (ByteSource in = next(Routes.OWNED); in != null; in = next(Routes.OWNED)) {
      while (in.hasMore()) {
        builder.user(in.whole());
        int item = 0;
        for (int left = in.whole(); left > 0; left--) {
          item += in.whole();
          builder.add(item, weights(in));
        }
      }
    }
    return builder.build();
  }

  private ColumnWindow window(OwnedItems owned) {
    int window = Routes.window(ahead._1());
    int first = layout.first(window);
    ColumnWindow.Builder builder =
        new ColumnWindow.Builder(owned, first, layout.last(window) - first, layout.weightings());
    for (ByteSource in = next(window); in != null; in = next(window)) {
      while (in.hasMore()) {
        int user = in.whole();
        int count = in.whole();
        builder.user(user, count);
        int item = 0;
        for (int left = count; left > 0; left--) {
          item += in.whole();
          builder.add(item, weights(in));
        }
      }
    }
    return builder.build();
  }

  /** The weights of an entry: valid until the next is read. */
  private float[] weights(ByteSource in) {
    for (int k = 0; k < weights.length; k++) {
      weights[k] = in.real();
    }
    return weights;
  }

  /** The next piece of a window, or null. */
  private ByteSource next(int window) {
    if (ahead == null || Routes.window(ahead._1()) != window) {
      return null;
    }
    ByteSource piece = new ByteSource(ahead._2());
    advance();
    return piece;
  }

  private void advance() {
    ahead = pieces.hasNext() ? pieces.next() : null;
  }
}
