package io.nightjar.generate;

import io.nightjar.generate.Draws.Topic;
import java.util.List;

/**
 * The items: clusters of taste, each with a Zipf law of its own.
 *
 * <p>An item's place is rank × clusters + cluster; its number is where the place stands in a random
 * order, and tells its id and the day it arrives. So both ways need no table.
 */
final class Items {
  private static final double INITIAL_SHARE = 0.8;
  private static final double UNAVAILABLE_SHARE = 0.03;

  private final Generator.Spec spec;
  private final int clusters;
  private final Arrivals arrivals;
  private final Permutation order;
  private final Zipf clusterLaw;
  private final Zipf rankLaw;

  Items(Generator.Spec spec) {
    this.spec = spec;
    this.clusters =
        Math.min(spec.items(), Math.max(4, (int) (0.7 * StrictMath.sqrt(spec.items()))));
    this.arrivals = Arrivals.of(spec.items(), INITIAL_SHARE, spec.days());
    this.order = new Permutation(spec.items(), spec.seed(), Topic.ITEM_ORDER);
    this.clusterLaw = new Zipf(clusters, 0.4, 0.2);
    this.rankLaw = new Zipf((spec.items() + clusters - 1) / clusters, 0.9, 0.04);
  }

  /**
   * What the catalogue says about an item.
   *
   * @param cents price in hundredths
   */
  record Item(
      String id,
      String title,
      List<String> categories,
      int cents,
      String brand,
      boolean available) {
    String price() {
      return cents / 100 + "." + cents % 100 / 10 + cents % 10;
    }
  }

  Item item(int number) {
    Draws draws = Draws.of(spec.seed(), Topic.ITEM, number);
    int cluster = clusterOf(number);
    String title = Words.word(draws) + " " + Words.noun(cluster);
    title =
        switch (draws.below(24)) {
          case 0 -> title + ", set of " + (2 + draws.below(5));
          case 1 -> "\"" + title + "\" deluxe";
          default -> title;
        };
    Draws shelf = Draws.of(spec.seed(), Topic.CLUSTER, cluster);
    double around = 0.5 + draws.unit() + draws.unit() * draws.unit();
    int cents = (int) (around * (500 + shelf.below(12_000)));
    int brand = cluster % 8 * 16 + draws.below(1 + draws.below(16));
    return new Item(
        id(number),
        title,
        categories(cluster, shelf),
        cents,
        Words.word(Draws.of(spec.seed(), Topic.BRAND, brand)),
        !draws.chance(UNAVAILABLE_SHARE));
  }

  String id(int number) {
    return Ids.of('i', number);
  }

  /** The cluster that an item belongs to. */
  int clusterOf(int number) {
    return order.inverse(number) % clusters;
  }

  /** Any cluster; some are liked more. */
  int cluster(Draws draws) {
    return clusterLaw.at(draws.unit());
  }

  /** Number of an item of a cluster that is there on a day; popular items come up more often. */
  int draw(int cluster, int day, Draws draws) {
    for (int tries = 0; tries < 32; tries++) {
      long place = (long) rankLaw.at(draws.unit()) * clusters + cluster;
      if (place < spec.items()) {
        int number = order.at((int) place);
        if (arrivals.day(number) <= day) {
          return number;
        }
      }
    }
    return draws.below(arrivals.initial());
  }

  private static List<String> categories(int cluster, Draws shelf) {
    String department = Words.department(cluster);
    String noun = Words.noun(cluster);
    return cluster < Words.nouns()
        ? List.of(department, noun)
        : List.of(department, noun, noun + " " + Words.word(shelf));
  }
}
