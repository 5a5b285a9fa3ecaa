package io.nightjar.recommend;

import io.nightjar.config.RecommendConfig;
import io.nightjar.linalg.TopK;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Merges the candidates of sources into one list.
 *
 * <p>score(i) = Σ over sources of weight × score(i) / scale, which is the best score of the source
 * for the user, or 1; ties by item number. A source whose weight is below 0 brings no items, and
 * takes from the scores of those that others bring, which stay above 0. A list that is still short
 * is filled up with popular items, in their order, below the rest.
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
   * @param weights of the sources; the last is popularity
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

  /** Whether any source takes away from what others bring. */
  boolean takesAway() {
    return IntStream.range(0, weights.length).anyMatch(this::takesAway);
  }

  /** Whether a source takes away from what others bring. */
  boolean takesAway(int source) {
    return weights[source] < 0;
  }

  /** The items that sources with a weight above 0 bring a user, ascending. */
  int[] brought(Candidates[] candidates) {
    return IntStream.range(0, candidates.length)
        .filter(s -> weights[s] > 0)
        .flatMap(s -> Arrays.stream(candidates[s].items(candidates[s].size())))
        .sorted()
        .distinct()
        .toArray();
  }

  /**
   * The list of one user.
   *
   * @param candidates candidates of each source, in the order of the weights
   * @param against scores of what others bring by sources with a weight below 0, by their places
   */
  List<Recommendation> list(Candidates[] candidates, Scores[] against) {
    for (int s = 0; s < candidates.length; s++) {
      if (weights[s] > 0) {
        vote(s, candidates[s]);
      }
    }
    for (int s = 0; s < candidates.length; s++) {
      if (takesAway(s)) {
        voteAgainst(s, against[s], candidates[s]);
      }
    }
    for (int place = 0; place < votes.size(); place++) {
      best.offer(votes.item(place), Math.max(votes.sum(place), Float.MIN_NORMAL));
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
    float unit = unit(from);
    for (int c = 0; c < from.size(); c++) {
      // Never 0, which would be no vote.
      float share = Math.max(weights[s] * (from.score(c) / unit), Float.MIN_NORMAL);
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

  private void voteAgainst(int s, Scores scores, Candidates from) {
    float unit = unit(from);
    for (int i = 0; i < scores.items().length; i++) {
      if (votes.place(scores.items()[i]) >= 0) {
        votes.add(scores.items()[i], weights[s] * (scores.values()[i] / unit), s);
      }
    }
  }

  /** What scores of a source are divided by. */
  private float unit(Candidates from) {
    return scale == RecommendConfig.Scale.NONE || from.size() == 0 ? 1 : from.score(0);
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
