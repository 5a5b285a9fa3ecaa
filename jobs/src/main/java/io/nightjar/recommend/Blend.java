package io.nightjar.recommend;

import io.nightjar.linalg.TopK;
import java.util.ArrayList;
import java.util.List;

/**
 * Merges the candidates of sources into one list.
 *
 * <p>score(i) = Σ over sources of weight × score(i) / best score of the source for the user; ties
 * by item number. A list that is still short is filled up with popular items, in their order, below
 * the rest.
 */
final class Blend {
  private final float[] weights;
  private final String[] labels;
  private final int n;
  private final float[] score;
  private final float[] most;
  private final int[] source;
  private final int[] because;
  private final int[] touched;
  private final TopK best;
  private final int[] items;
  private final float[] scores;

  /**
   * A blend for one task; not thread-safe.
   *
   * @param labels names of the sources
   * @param weights their weights, 0 or more
   * @param items number of items in the catalogue
   * @param n length of a list
   */
  Blend(String[] labels, float[] weights, int items, int n) {
    this.labels = labels;
    this.weights = weights;
    this.n = n;
    score = new float[items];
    most = new float[items];
    source = new int[items];
    because = new int[items];
    touched = new int[items];
    best = new TopK(n);
    this.items = new int[n];
    scores = new float[n];
  }

  /**
   * The list of one user.
   *
   * @param candidates candidates of each source, in the order of the weights
   * @param fill popular items that fill the list up
   */
  List<Recommendation> list(Candidates[] candidates, Candidates fill) {
    int count = 0;
    for (int s = 0; s < candidates.length; s++) {
      if (weights[s] > 0) {
        count = add(s, candidates[s], count);
      }
    }
    for (int t = 0; t < count; t++) {
      best.offer(touched[t], score[touched[t]]);
    }
    int length = best.drain(items, scores);
    List<Recommendation> list = new ArrayList<>(n);
    for (int i = 0; i < length; i++) {
      int item = items[i];
      list.add(new Recommendation(item, scores[i], labels[source[item]], because[item]));
    }
    fill(list, fill);
    for (int t = 0; t < count; t++) {
      score[touched[t]] = 0;
      most[touched[t]] = 0;
    }
    return list;
  }

  private int add(int s, Candidates from, int count) {
    int touchedNow = count;
    for (int place = 0; place < from.size(); place++) {
      int item = from.item(place);
      // Never 0, which would mean: not touched yet.
      float share = Math.max(weights[s] * (from.score(place) / from.score(0)), Float.MIN_NORMAL);
      if (score[item] == 0) {
        touched[touchedNow++] = item;
        because[item] = Candidates.NO_ITEM;
      }
      score[item] += share;
      if (share > most[item]) {
        most[item] = share;
        source[item] = s;
      }
      if (from.because(place) != Candidates.NO_ITEM) {
        because[item] = from.because(place);
      }
    }
    return touchedNow;
  }

  private void fill(List<Recommendation> list, Candidates fill) {
    float ceiling = list.isEmpty() ? 1f : list.get(list.size() - 1).score();
    // What is in the list already is what was touched and scored at least as the last in it; a
    // short list holds all that was touched.
    for (int place = 0; place < fill.size() && list.size() < n; place++) {
      int item = fill.item(place);
      if (score[item] == 0) {
        list.add(
            new Recommendation(
                item, ceiling * fill.score(place), PopularSource.LABEL, Candidates.NO_ITEM));
      }
    }
  }
}
