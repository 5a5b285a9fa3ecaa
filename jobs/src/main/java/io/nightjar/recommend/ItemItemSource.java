package io.nightjar.recommend;

import io.nightjar.dense.SparseRows;
import io.nightjar.linalg.TopK;
import java.util.BitSet;
import java.util.List;

/**
 * Candidates similar to a user's latest items: score(i) = Σ over the history of weight(j) ×
 * similarity(j, i). Each names the item of the history that adds the most to its score.
 */
final class ItemItemSource implements CandidateSource {
  private final SparseRows similar;
  private final BitSet ineligible;
  private final float[] score;
  private final float[] most;
  private final int[] basis;
  private final int[] touched;

  /**
   * A source for one task; not thread-safe.
   *
   * @param similar neighbours of every item
   * @param ineligible items not to be recommended to anyone
   * @param items number of items
   */
  ItemItemSource(SparseRows similar, BitSet ineligible, int items) {
    this.similar = similar;
    this.ineligible = ineligible;
    score = new float[items];
    most = new float[items];
    basis = new int[items];
    touched = new int[items];
  }

  @Override
  public String label() {
    return "item-item";
  }

  @Override
  public void candidates(List<User> users, List<Candidates> into) {
    for (int u = 0; u < users.size(); u++) {
      candidates(users.get(u), into.get(u));
    }
  }

  private void candidates(User user, Candidates into) {
    int count = accumulate(user);
    for (int item : user.excluded()) {
      score[item] = 0;
    }
    TopK best = new TopK(into.capacity());
    for (int t = 0; t < count; t++) {
      int item = touched[t];
      if (score[item] > 0 && !ineligible.get(item)) {
        best.offer(item, score[item]);
      }
    }
    into.take(best, basis);
    for (int t = 0; t < count; t++) {
      score[touched[t]] = 0;
      most[touched[t]] = 0;
    }
  }

  private int accumulate(User user) {
    int count = 0;
    for (int h = 0; h < user.history().length; h++) {
      int own = user.history()[h];
      float weight = user.weights()[h];
      for (int place = similar.start(own); place < similar.end(own); place++) {
        int item = similar.id(place);
        float share = weight * similar.value(place);
        // A share too small for a float leaves the item untouched, so none is listed twice.
        if (share > 0) {
          if (score[item] == 0) {
            touched[count++] = item;
          }
          score[item] += share;
          if (share > most[item]) {
            most[item] = share;
            basis[item] = own;
          }
        }
      }
    }
    return count;
  }
}
