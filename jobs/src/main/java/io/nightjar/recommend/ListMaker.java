package io.nightjar.recommend;

import io.nightjar.config.RecommendConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiFunction;
import org.apache.spark.sql.Row;

/**
 * Makes the lists of a partition of users, a batch at a time: users stream, and no more than a
 * batch is ever held.
 */
final class ListMaker {
  private static final int BATCH = 64;

  private final List<CandidateSource> sources;
  private final int popularity;
  private final Blend blend;
  private final int n;
  private final List<Candidates[]> slots;

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
    popularity = sources.size() - 1;
    RecommendConfig.Weights weights = config.weights();
    String[] labels = sources.stream().map(CandidateSource::label).toArray(String[]::new);
    float[] ordered = {
      (float) weights.als(), (float) weights.itemItem(), (float) weights.popularity()
    };
    blend = new Blend(labels, ordered, model.ids().length, n);
    int capacity = Math.max(n, config.candidates());
    slots = new ArrayList<>(BATCH);
    for (int u = 0; u < BATCH; u++) {
      Candidates[] slot = new Candidates[sources.size()];
      Arrays.setAll(slot, s -> new Candidates(capacity));
      slots.add(slot);
    }
  }

  /** The lists of one user. */
  final class Lists {
    private final Candidates[] candidates;

    private Lists(Candidates[] candidates) {
      this.candidates = candidates;
    }

    /** What is served: n items, if so many may be recommended. */
    List<Recommendation> blend() {
      return blend.list(candidates, candidates[popularity]);
    }

    /** Names of the sources. */
    List<String> sources() {
      return sources.stream().map(CandidateSource::label).toList();
    }

    /** What one source alone would serve: at most n items. */
    int[] of(int source) {
      return candidates[source].items(n);
    }
  }

  /**
   * Turns users into rows.
   *
   * @param users rows of {@link Users#of}
   * @param rows what becomes of a user and the lists; the lists are valid only during the call
   */
  Iterator<Row> make(Iterator<Row> users, BiFunction<User, Lists, List<Row>> rows) {
    return new Iterator<>() {
      private Iterator<Row> ready = List.<Row>of().iterator();

      @Override
      public boolean hasNext() {
        while (!ready.hasNext() && users.hasNext()) {
          ready = batch(users, rows).iterator();
        }
        return ready.hasNext();
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return ready.next();
      }
    };
  }

  private List<Row> batch(Iterator<Row> rows, BiFunction<User, Lists, List<Row>> output) {
    List<User> users = new ArrayList<>(BATCH);
    while (users.size() < BATCH && rows.hasNext()) {
      users.add(Users.read(rows.next()));
    }
    for (int s = 0; s < sources.size(); s++) {
      int source = s;
      List<Candidates> into =
          slots.subList(0, users.size()).stream().map(slot -> slot[source]).toList();
      into.forEach(Candidates::clear);
      sources.get(s).candidates(users, into);
    }
    List<Row> made = new ArrayList<>();
    for (int u = 0; u < users.size(); u++) {
      made.addAll(output.apply(users.get(u), new Lists(slots.get(u))));
    }
    return made;
  }
}
