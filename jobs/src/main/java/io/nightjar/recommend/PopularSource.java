package io.nightjar.recommend;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The most popular items of the user's segment, then of all; ranks the whole catalogue if need be.
 */
final class PopularSource implements CandidateSource {
  private final PopularLists lists;
  private final BitSet unavailable;
  private final BitSet taken = new BitSet();

  /** A source for one task; not thread-safe. */
  PopularSource(PopularLists lists, BitSet unavailable) {
    this.lists = lists;
    this.unavailable = unavailable;
  }

  @Override
  public String label() {
    return "popularity";
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
    PopularLists.Ranking segment = lists.segment(user.segment());
    if (segment != null) {
      take(segment, user, into, 1f);
    }
    float after = into.size() == 0 ? 1f : into.score(into.size() - 1);
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
