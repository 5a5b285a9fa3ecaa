package io.nightjar.recommend;

import io.nightjar.dense.Blocks;
import io.nightjar.dense.SparseRows;
import io.nightjar.linalg.TopK;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Candidates similar to a user's latest items: score(i) = Σ of weight(j) × similarity(i, j) over
 * the items j of the history that are among i's nearest neighbours, in the order of the history
 * (Sarwar et al., "Item-based Collaborative Filtering Recommendation Algorithms", WWW 2001, section
 * 3.2). Each names the item of the history that adds the most to its score.
 */
final class ItemItemSource implements CandidateSource {
  private final Blocks<SparseRows> similar;
  private final BitSet unavailable;
  private final Votes votes = new Votes();

  /**
   * A source for one task; not thread-safe.
   *
   * @param similar for each item, of which items it is a neighbour, and how near
   * @param unavailable items not to be recommended to anyone
   */
  ItemItemSource(Blocks<SparseRows> similar, BitSet unavailable) {
    this.similar = similar;
    this.unavailable = unavailable;
  }

  @Override
  public String label() {
    return "item-item";
  }

  /** First picks the votes of all users' histories out of the blocks, each block once. */
  @Override
  public void candidates(List<User> users, List<Candidates> into) {
    int[] own =
        users.stream().flatMapToInt(u -> Arrays.stream(u.history())).sorted().distinct().toArray();
    SparseRows neighbours = SparseRows.gather(own, similar);
    for (int u = 0; u < users.size(); u++) {
      candidates(users.get(u), own, neighbours, into.get(u));
    }
  }

  private void candidates(User user, int[] own, SparseRows neighbours, Candidates into) {
    vote(user, own, neighbours);
    for (int item : user.excluded()) {
      votes.drop(item);
    }
    TopK best = new TopK(into.capacity());
    for (int place = 0; place < votes.size(); place++) {
      int item = votes.item(place);
      if (votes.sum(place) > 0 && !unavailable.get(item)) {
        best.offer(item, votes.sum(place));
      }
    }
    into.take(best, item -> votes.leader(votes.place(item)));
    votes.clear();
  }

  private void vote(User user, int[] own, SparseRows neighbours) {
    for (int h = 0; h < user.history().length; h++) {
      int item = user.history()[h];
      float weight = user.weights()[h];
      int list = Arrays.binarySearch(own, item);
      int end = neighbours.end(list);
      for (int place = neighbours.start(list); place < end; place++) {
        float share = weight * neighbours.value(place);
        // A share too small for a float is none.
        if (share != 0) {
          votes.add(neighbours.id(place), share, item);
        }
      }
    }
  }
}
