package io.nightjar.recommend;

import io.nightjar.config.RecommendConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Makes the lists of a partition of users, a batch at a time: users stream, and no more than a
 * batch is ever held.
 */
final class ListMaker {
  /** Enough that a block of items, fetched once a batch, costs less to fetch than to score. */
  private static final int BATCH = 512;

  private final List<CandidateSource> sources;
  private final Blend blend;
  private final int n;
  private final int capacity;
  private final List<Candidates[]> slots = new ArrayList<>();

  /**
   * A maker for one task; not thread-safe.
   *
   * @param model the items
   * @param config weights and number of candidates
   * @param n length of a list
   */
  ListMaker(CatalogueModel model, RecommendConfig config, int n) {
    this.n = n;
    sources = model.sources();
    RecommendConfig.Weights weights = config.weights();
    blend =
        new Blend(
            new float[] {
              (float) weights.als(),
              (float) weights.itemItem(),
              (float) weights.recent(),
              (float) weights.popularity()
            },
            config.scale(),
            n);
    capacity = Math.max(n, config.candidates());
  }

  /** The lists of one user. */
  final class Lists {
    private final User user;
    private final List<Recommendation> blend;
    private final Candidates[] candidates;

    private Lists(User user, Candidates[] candidates) {
      this.user = user;
      this.blend = ListMaker.this.blend.list(candidates);
      this.candidates = candidates;
    }

    /** Whose they are. */
    User user() {
      return user;
    }

    /** What is served: n items, if so many may be recommended. */
    List<Recommendation> blend() {
      return blend;
    }

    /** What one source alone would serve: at most n items. */
    int[] of(int source) {
      return candidates[source].items(n);
    }
  }

  /** Names of the sources, in the order of their numbers. */
  List<String> labels() {
    return sources.stream().map(CandidateSource::label).toList();
  }

  /**
   * Turns users into rows.
   *
   * @param rows what becomes of the lists of a batch; they are valid only during the call
   */
  Iterator<InternalRow> make(Iterator<User> users, Function<List<Lists>, List<InternalRow>> rows) {
    return new Iterator<>() {
      private Iterator<InternalRow> ready = List.<InternalRow>of().iterator();

      @Override
      public boolean hasNext() {
        while (!ready.hasNext() && users.hasNext()) {
          ready = rows.apply(batch(users)).iterator();
        }
        return ready.hasNext();
      }

      @Override
      public InternalRow next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return ready.next();
      }
    };
  }

  private List<Lists> batch(Iterator<User> all) {
    List<User> users = new ArrayList<>(BATCH);
    while (users.size() < BATCH && all.hasNext()) {
      users.add(all.next());
    }
    while (slots.size() < users.size()) {
      Candidates[] slot = new Candidates[sources.size()];
      Arrays.setAll(slot, s -> new Candidates(capacity));
      slots.add(slot);
    }
    for (int s = 0; s < sources.size(); s++) {
      int source = s;
      List<Candidates> into =
          slots.subList(0, users.size()).stream().map(slot -> slot[source]).toList();
      into.forEach(Candidates::clear);
      sources.get(s).candidates(users, into);
    }
    List<Lists> lists = new ArrayList<>(users.size());
    for (int u = 0; u < users.size(); u++) {
      lists.add(new Lists(users.get(u), slots.get(u)));
    }
    return lists;
  }
}
