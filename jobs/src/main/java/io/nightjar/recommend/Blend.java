package io.nightjar.recommend;

import io.nightjar.config.RecommendConfig;
import io.nightjar.linalg.TopK;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Merges the candidates of sources into one list.
 *
 * <p>score(i) = Σ over sources of weight × score(i) / scale, which is the best score of the source
 * for the user, or 1; ties by item number. A list that is still short is filled up with popular
 * items, in their order, below the rest.
 */
final class Blend {
  private final float[] weights;
  private final RecommendConfig.Scale scale;
  private final int n;
  private final Votes votes = new Votes();
  private int[] because = new int[votes.capacity()];
  private final TopK best;
  private final int[] items;
  private final float[] scores;

  /**
   * A blend for one task; not thread-safe.
   *
   * @param weights of the sources, 0 or more; the last is popularity
   * @param scale what scores are divided by
   * @param n length of a list
   */
  Blend(float[] weights, RecommendConfig.Scale scale, int n) {
    this.weights = weights;
    this.scale = scale;
    this.n = n;
    best = new TopK(n);
    items = new int[n];
    scores = new float[n];
  }

  /**
   * The list of one user.
   *
   * @param candidates candidates of each source, in the order of the weights
   */
  List<Recommendation> list(Candidates[] candidates) {
    for (int s = 0; s < candidates.length; s++) {
      if (weights[s] > 0) {
        vote(s, candidates[s]);
      }
    }
    for (int place = 0; place < votes.size(); place++) {
      best.offer(votes.item(place), votes.sum(place));
    }
    int length = best.drain(items, scores);
    List<Recommendation> list = new ArrayList<>(n);
    for (int i = 0; i < length; i++) {
      int place = votes.place(items[i]);
      list.add(new Recommendation(items[i], scores[i], votes.leader(place), because[place]));
    }
    fill(list, candidates[candidates.length - 1]);
    votes.clear();
    return list;
  }

  private void vote(int s, Candidates from) {
    for (int c = 0; c < from.size(); c++) {
      float score =
          switch (scale) {
            case BEST -> from.score(c) / from.score(0);
            case NONE -> from.score(c);
          };
      // Never 0, which would be no vote.
      float share = Math.max(weights[s] * score, Float.MIN_NORMAL);
      int before = votes.size();
      int place = votes.add(from.item(c), share, s);
      if (because.length < votes.capacity()) {
        because = Arrays.copyOf(because, votes.capacity());
      }
      if (place == before || from.because(c) != Candidates.NO_ITEM) {
        because[place] = from.because(c);
      }
    }
  }

  private void fill(List<Recommendation> list, Candidates fill) {
    float ceiling = list.isEmpty() ? 1f : list.get(list.size() - 1).score();
    // A short list holds all that has votes.
    for (int place = 0; place < fill.size() && list.size() < n; place++) {
      int item = fill.item(place);
      if (votes.place(item) < 0) {
        list.add(
            new Recommendation(
                item, ceiling * fill.score(place), weights.length - 1, Candidates.NO_ITEM));
      }
    }
  }
}
