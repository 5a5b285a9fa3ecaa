package io.nightjar.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a log tells of users, items and the order of things. */
class JourneysTest {
  private static final int DAYS = 28;

  /** The step that each needs before it. */
  private static final Map<String, String> BEFORE =
      Map.of(
          Event.CART, Event.VIEW,
          Event.PURCHASE, Event.CART,
          Event.RATING, Event.PURCHASE);

  private static World world(int users, int items, int days, long events, long seed) {
    return World.of(
        new Generator.Spec(users, items, days, events, seed, LocalDate.of(2026, 1, 1), 0, 1));
  }

  private static List<Event> log(World world) {
    return LongStream.range(0, Journeys.blocks(world.spec().events()))
        .boxed()
        .flatMap(block -> world.journeys().block(block).stream())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"500,300,28,10001,1", "1,1,1,100,2", "2,3,2,65,3", "7,5,3660,64,4"})
  void holdsTheRulesOfTheLog(int users, int items, int days, long events, long seed) {
    World world = world(users, items, days, events, seed);
    Arrivals userDays = Arrivals.of(users, 0.7, days);
    Arrivals itemDays = Arrivals.of(items, 0.8, days);
    List<Event> log = log(world);
    assertEquals(events, log.size());
    Set<String> steps = new HashSet<>();
    long latest = 0;
    for (int i = 0; i < log.size(); i++) {
      Event e = log.get(i);
      assertEquals(i, e.number());
      assertTrue(e.at() >= 0 && e.at() < days * Rhythm.DAY);
      assertTrue(userDays.day(e.user()) <= e.at() / Rhythm.DAY, "a user not there yet: " + e);
      assertTrue(itemDays.day(e.item()) <= e.at() / Rhythm.DAY, "an item not there yet: " + e);
      assertEquals(e.value() > 0, BEFORE.containsKey(e.type()) && !e.type().equals(Event.CART));
      if (BEFORE.containsKey(e.type())) {
        assertTrue(steps.contains(BEFORE.get(e.type()) + e.user() + "/" + e.item()), e.toString());
        assertTrue(e.at() > latest, e.toString());
      }
      steps.add(e.type() + e.user() + "/" + e.item());
      latest = e.at();
    }
  }

  @Test
  void ratiosFollowTheFunnel() {
    Map<String, Long> counts =
        log(world(500, 300, DAYS, 50_000, 5)).stream()
            .collect(Collectors.groupingBy(Event::type, TreeMap::new, Collectors.counting()));
    long views = counts.get(Event.VIEW);
    long carts = counts.get(Event.CART);
    long purchases = counts.get(Event.PURCHASE);
    long ratings = counts.get(Event.RATING);
    assertTrue(views > 5 * carts && carts > 2 * purchases && purchases > ratings, counts + "");
    assertTrue(ratings > 0.3 * purchases, counts + "");
  }

  @Test
  void everyDayBringsUsersAndItems() {
    Arrivals users = Arrivals.of(500, 0.7, DAYS);
    assertEquals(
        DAYS, IntStream.range(0, 500).map(users::day).distinct().count(), "days with new users");
    Arrivals items = Arrivals.of(300, 0.8, DAYS);
    assertEquals(
        DAYS, IntStream.range(0, 300).map(items::day).distinct().count(), "days with new items");
  }

  /** Three clusters have nearly all of a user's visits on a day, and tomorrow nearly the same. */
  @Test
  void tastesMoveSlowly() {
    World world = world(500, 4000, 200, 1, 6);
    double[] first = tastes(world, 0);
    assertTrue(overlap(first, tastes(world, 1)) > 0.95);
    assertTrue(overlap(first, tastes(world, 199)) < 0.75);
  }

  private static double[] tastes(World world, int day) {
    double[] shares = new double[500 * 64];
    Draws draws = new Draws(1);
    for (int i = 0; i < 500 * 1000; i++) {
      shares[i % 500 * 64 + world.users().taste(i % 500, day, world.items(), draws)] +=
          1.0 / 500_000;
    }
    return shares;
  }

  private static double overlap(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.min(a[i], b[i])).sum();
  }

  @Test
  void idsAreDistinctAndSomeAreHard() {
    List<String> ids = IntStream.range(0, 200_000).mapToObj(n -> Ids.of('u', n)).toList();
    assertEquals(ids.size(), new HashSet<>(ids).size());
    assertTrue(
        ids.containsAll(
            List.of(
                "u000000",
                "0011",
                "11",
                "u\u00e931",
                "ue\u030131",
                "u 51",
                "u 51 ",
                "u,\"71\"",
                "U000071",
                "u000071")));
  }
}
