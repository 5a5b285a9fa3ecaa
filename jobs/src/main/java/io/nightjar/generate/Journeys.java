package io.nightjar.generate;

import io.nightjar.generate.Draws.Topic;
import java.util.ArrayList;
import java.util.List;

/**
 * The events, in blocks of {@value #BLOCK} that are each drawn on their own.
 *
 * <p>A block is filled with journeys: a user looks at an item, perhaps again, perhaps puts it into
 * the cart, buys it, and rates it days later. The block's last journey ends where the block is
 * full, and any journey where the log ends; so every later step has its earlier ones.
 */
final class Journeys {
  /** Events of a block. */
  static final int BLOCK = 64;

  private static final double EXPLORES = 0.1;
  private static final Weighted STARS_LIKED = new Weighted(2, 4, 12, 38, 44);
  private static final Weighted STARS_EXPLORED = new Weighted(22, 26, 24, 18, 10);

  private final Generator.Spec spec;
  private final Users users;
  private final Items items;
  private final Rhythm rhythm;

  Journeys(Generator.Spec spec, Users users, Items items) {
    this.spec = spec;
    this.users = users;
    this.items = items;
    this.rhythm = new Rhythm(spec);
  }

  static long blocks(long events) {
    return (events + BLOCK - 1) / BLOCK;
  }

  /** The events numbered from block × {@value #BLOCK}. */
  List<Event> block(long block) {
    int size = (int) Math.min(BLOCK, spec.events() - block * BLOCK);
    Draws draws = Draws.of(spec.seed(), Topic.JOURNEY, block);
    List<Event> events = new ArrayList<>(size);
    while (events.size() < size) {
      new Journey(block * BLOCK, size, events, draws).go();
    }
    return events;
  }

  private final class Journey {
    private final long firstNumber;
    private final int size;
    private final List<Event> events;
    private final Draws draws;
    private final int user;
    private final int item;
    private final boolean explores;
    private final String device;
    private long at;

    Journey(long firstNumber, int size, List<Event> events, Draws draws) {
      this.firstNumber = firstNumber;
      this.size = size;
      this.events = events;
      this.draws = draws;
      this.at = rhythm.draw(draws);
      int day = (int) (at / Rhythm.DAY);
      this.user = users.draw(day, draws);
      this.explores = draws.chance(EXPLORES);
      int cluster = explores ? items.cluster(draws) : users.taste(user, day, items, draws);
      this.item = items.draw(cluster, day, draws);
      this.device = users.device(user, draws);
    }

    void go() {
      boolean going = step(Event.VIEW, 0);
      while (going && draws.chance(0.25)) {
        going = later(15 * Rhythm.MINUTE) && step(Event.VIEW, 0);
      }
      boolean done =
          going
              && draws.chance(explores ? 0.05 : 0.16)
              && later(10 * Rhythm.MINUTE)
              && step(Event.CART, 0)
              && draws.chance(0.45)
              && later(40 * Rhythm.MINUTE)
              && step(Event.PURCHASE, 1 + draws.below(1 + draws.below(4)))
              && draws.chance(0.5)
              && later(3 * Rhythm.DAY);
      if (done) {
        step(Event.RATING, 1 + (explores ? STARS_EXPLORED : STARS_LIKED).draw(draws));
      }
    }

    private boolean later(long most) {
      at += 1000 + draws.below((int) most);
      return at < spec.days() * Rhythm.DAY;
    }

    private boolean step(String type, int value) {
      if (events.size() == size) {
        return false;
      }
      events.add(new Event(firstNumber + events.size(), user, item, type, value, at, device));
      return true;
    }
  }
}
