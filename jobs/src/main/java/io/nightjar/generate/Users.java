package io.nightjar.generate;

import io.nightjar.generate.Draws.Topic;
import java.time.LocalDate;

/** The users: how active each is, from which day, with which tastes. */
final class Users {
  private static final double INITIAL_SHARE = 0.7;
  private static final String[] COUNTRIES = {
    "DE", "FR", "GB", "US", "ES", "IT", "NL", "PL", "BR", "IN", "JP", "SE"
  };
  private static final Weighted COUNTRY = new Weighted(9, 8, 8, 7, 5, 5, 4, 4, 3, 3, 2, 1);
  private static final String[] AGE_GROUPS = {"18-24", "25-34", "35-44", "45-54", "55-64", "65+"};
  private static final Weighted AGE_GROUP = new Weighted(16, 26, 22, 17, 11, 8);
  private static final String[] DEVICES = {"mobile", "desktop", "tablet", "tv"};
  private static final Weighted DEVICE = new Weighted(55, 33, 9, 3);

  /** How much of a user's attention each of the user's tastes gets. */
  private static final Weighted TASTES = new Weighted(0.55, 0.3, 0.15);

  /** Days over which each of them slides into another. */
  private static final int[] TASTE_DAYS = {240, 120, 60};

  private final Generator.Spec spec;
  private final Arrivals arrivals;
  private final Permutation order;
  private final Zipf activity;

  Users(Generator.Spec spec) {
    this.spec = spec;
    this.arrivals = Arrivals.of(spec.users(), INITIAL_SHARE, spec.days());
    this.order = new Permutation(spec.users(), spec.seed(), Topic.USER_ORDER);
    this.activity = new Zipf(spec.users(), 1.1, 0.02);
  }

  /** What the catalogue says about a user. */
  record User(String id, String country, String ageGroup, LocalDate since) {}

  User user(int number) {
    Draws draws = Draws.of(spec.seed(), Topic.USER, number);
    int day = arrivals.day(number);
    int age = 1 + draws.below(1500);
    return new User(
        id(number),
        COUNTRIES[COUNTRY.draw(draws)],
        AGE_GROUPS[AGE_GROUP.draw(draws)],
        spec.start().plusDays(day > 0 ? day : -age));
  }

  String id(int number) {
    return Ids.of('u', number);
  }

  /** Number of a user who is there on a day; active users come up more often. */
  int draw(int day, Draws draws) {
    for (int tries = 0; tries < 32; tries++) {
      int number = order.at(activity.at(draws.unit()));
      if (arrivals.day(number) <= day) {
        return number;
      }
    }
    return draws.below(arrivals.initial());
  }

  /** The cluster a user is drawn to at a visit: a mixture that drifts from day to day. */
  int taste(int number, int day, Items items, Draws draws) {
    int slot = TASTES.draw(draws);
    Draws own = Draws.of(spec.seed(), Topic.TASTE, number, -1 - slot);
    double phase = own.unit() + (double) day / TASTE_DAYS[slot];
    int epoch = (int) phase + (draws.chance(phase - (int) phase) ? 1 : 0);
    return items.cluster(Draws.of(spec.seed(), Topic.TASTE, number, 8L * epoch + slot));
  }

  /** What a user visits with: mostly one device. */
  String device(int number, Draws draws) {
    Draws own = Draws.of(spec.seed(), Topic.USER, number, 1);
    return DEVICES[DEVICE.draw(draws.chance(0.85) ? own : draws)];
  }
}
