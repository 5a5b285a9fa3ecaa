package io.nightjar.generate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was planted can be found: lists by taste name more of the last tenth than popularity. */
class TasteTest {
  private static final int LIST = 10;

  @ParameterizedTest
  @CsvSource({"500,300,17000,42", "800,900,30000,7"})
  void itemSimilarityBeatsPopularityClearly(int users, int items, long events, long seed) {
    Generator.Spec spec =
        new Generator.Spec(users, items, 28, events, seed, LocalDate.of(2026, 1, 1), 0, 1);
    List<Event> log = log(spec);
    int cut = log.size() * 9 / 10;
    boolean[][] train = seen(spec, log.subList(0, cut));
    boolean[][] test = seen(spec, log.subList(cut, log.size()));
    int[] count = new int[items];
    double[][] common = new double[items][items];
    for (boolean[] row : train) {
      int[] own = IntStream.range(0, items).filter(i -> row[i]).toArray();
      for (int a : own) {
        count[a]++;
        for (int b : own) {
          common[a][b]++;
        }
      }
    }

    double similarity = 0;
    double popularity = 0;
    int measured = 0;
    for (int u = 0; u < users; u++) {
      int user = u;
      Set<Integer> truth = new HashSet<>();
      IntStream.range(0, items).filter(i -> test[user][i] && !train[user][i]).forEach(truth::add);
      measured += truth.isEmpty() ? 0 : 1;
      double[] bySimilarity = new double[items];
      double[] byPopularity = new double[items];
      for (int i = 0; i < items; i++) {
        byPopularity[i] = train[u][i] ? -1 : count[i];
        for (int own = 0; own < items; own++) {
          if (train[u][own] && common[own][i] > 0) {
            bySimilarity[i] += common[own][i] / Math.sqrt((double) count[own] * count[i]);
          }
        }
        bySimilarity[i] = train[u][i] ? -1 : bySimilarity[i];
      }
      similarity += ndcg(bySimilarity, truth);
      popularity += ndcg(byPopularity, truth);
    }
    String found = "similarity " + similarity / measured + ", popularity " + popularity / measured;
    assertTrue(similarity > 1.5 * popularity, found);
  }

  private static List<Event> log(Generator.Spec spec) {
    World world = World.of(spec);
    List<Event> log = new ArrayList<>();
    LongStream.range(0, Journeys.blocks(spec.events()))
        .forEach(block -> log.addAll(world.journeys().block(block)));
    log.sort(Comparator.comparingLong(Event::at));
    return log;
  }

  private static boolean[][] seen(Generator.Spec spec, List<Event> events) {
    boolean[][] seen = new boolean[spec.users()][spec.items()];
    events.forEach(e -> seen[e.user()][e.item()] = true);
    return seen;
  }

  private static double ndcg(double[] scores, Set<Integer> truth) {
    int[] list =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> -scores[i]).thenComparing(i -> i))
            .limit(LIST)
            .mapToInt(i -> i)
            .toArray();
    double gain = 0;
    double ideal = 0;
    for (int rank = 0; rank < LIST; rank++) {
      double discount = Math.log(2) / Math.log(rank + 2);
      gain += truth.contains(list[rank]) ? discount : 0;
      ideal += rank < truth.size() ? discount : 0;
    }
    return truth.isEmpty() ? 0 : gain / ideal;
  }
}
