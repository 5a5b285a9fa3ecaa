package io.nightjar.recommend;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;

/**
 * The items of one list, such as the most popular of the user's segment, then the most popular of
 * all; ranks the whole catalogue if need be. Where nothing is recent, what is recent is nothing.
 */
final class PopularSource implements CandidateSource {
  private final String label;
  private final PopularLists lists;
  private final Function<User, String> first;

  /** Whether what is popular with all stands in for a list that there is not. */
  private final boolean allInstead;

  private final BitSet unavailable;
  private final BitSet taken = new BitSet();

  private PopularSource(
      String label,
      PopularLists lists,
      Function<User, String> first,
      boolean allInstead,
      BitSet unavailable) {
    this.label = label;
    this.first = first;
    this.allInstead = allInstead;
    this.lists = lists;
    this.unavailable = unavailable;
  }

  /** What is popular in the user's segment, for one task; not thread-safe. */
  static PopularSource ofSegments(PopularLists lists, BitSet unavailable) {
    return new PopularSource("popularity", lists, User::segment, true, unavailable);
  }

  /** What is popular of late, for one task; not thread-safe. */
  static PopularSource ofRecent(PopularLists lists, BitSet unavailable) {
    return new PopularSource("recent", lists, user -> PopularLists.RECENT, false, unavailable);
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public void candidates(List<User> users, List<Candidates> into) {
    for (int u = 0; u < users.size(); u++) {
      candidates(users.get(u), into.get(u));
    }
  }

  private void candidates(User user, Candidates into) {
    into.clear();
    taken.clear();
    PopularLists.Ranking own = lists.segment(first.apply(user));
    if (own == null && !allInstead) {
      return;
    }
    if (own != null) {
      take(own, user, into, 1f);
    }
    float after = into.size() == 0 ? 1f : Math.nextDown(into.score(into.size() - 1));
    take(lists.global(), user, into, after);
  }

  private void take(PopularLists.Ranking ranking, User user, Candidates into, float ceiling) {
    int[] items = ranking.items();
    for (int place = 0; place < items.length && into.size() < into.capacity(); place++) {
      int item = items[place];
      if (!unavailable.get(item)
          && !taken.get(item)
          && Arrays.binarySearch(user.excluded(), item) < 0) {
        taken.set(item);
        into.add(item, ceiling * ranking.share(place));
      }
    }
  }
}
