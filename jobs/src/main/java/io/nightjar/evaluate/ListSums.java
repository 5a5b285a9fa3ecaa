package io.nightjar.evaluate;

import io.nightjar.metrics.GroupedSums;
import io.nightjar.metrics.MetricSums;
import io.nightjar.metrics.RankedHits;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How well the lists of every model rank what is relevant: over all users, and over some of them.
 * What reaches the driver is a few numbers a model, cutoff and group of users or slice.
 */
final class ListSums implements Serializable {
  private static final long serialVersionUID = 1;

  /** Least number of items that a user was learnt from with, of each tier. */
  private static final int[] TIERS = {1, 5, 20, 100};

  private static final String OTHERS = "segment: all others";

  /** A model over a slice. */
  record Slice(String name, String model) implements Comparable<Slice>, Serializable {
    private static final Comparator<Slice> ORDER =
        Comparator.comparing(Slice::name).thenComparing(Slice::model);

    @Override
    public int compareTo(Slice other) {
      return ORDER.compare(this, other);
    }
  }

  private final List<String> models;
  private final List<String> events;
  private final List<String> segments;
  private final int[] cutoffs;
  private final TreeMap<String, GroupedSums> all = new TreeMap<>();
  private final TreeMap<Slice, MetricSums> slices = new TreeMap<>();

  /** A model to compare with, or −1. */
  private final int baseline;

  private ListSums(JudgedLists judged, String baseline, List<String> events, int[] cutoffs) {
    this.models = List.copyOf(judged.models());
    this.baseline = models.indexOf(baseline);
    this.events = List.copyOf(events);
    this.segments = List.copyOf(judged.segments());
    this.cutoffs = cutoffs;
  }

  /**
   * Sums up.
   *
   * @param baseline the model that serendipity is against
   * @param events types of events to have slices of
   */
  static ListSums of(JudgedLists judged, String baseline, List<String> events, int[] cutoffs) {
    return judged
        .users()
        .treeAggregate(
            new ListSums(judged, baseline, events, cutoffs),
            (sums, row) -> sums.add(JudgedUser.of(row, sums.models)),
            ListSums::merge);
  }

  /** Over all users, by model. */
  SortedMap<String, GroupedSums> all() {
    return all;
  }

  /** Over some of them. */
  SortedMap<Slice, MetricSums> slices() {
    return slices;
  }

  private ListSums add(JudgedUser user) {
    int[] obvious = baseline < 0 ? new int[0] : user.lists()[baseline];
    int rankable = user.rankable();
    for (int m = 0; m < models.size(); m++) {
      String model = models.get(m);
      int[] list = user.lists()[m];
      MetricSums own = sums(list, user.relevant(), obvious, rankable);
      all.computeIfAbsent(model, name -> new GroupedSums(cutoffs)).add(user.number(), own);
      slice("history:" + tier(user.trained()), model).merge(own);
      if (user.segment() != null) {
        slice(segments.contains(user.segment()) ? user.segment() : OTHERS, model).merge(own);
      }
      for (String event : events) {
        int[] relevant = user.relevant(event);
        if (relevant.length > 0) {
          slice("event:" + event, model).merge(sums(list, relevant, obvious, rankable));
        }
      }
    }
    return this;
  }

  private MetricSums sums(int[] list, int[] relevant, int[] obvious, int rankable) {
    return new MetricSums(cutoffs).add(RankedHits.of(list, relevant, obvious, rankable));
  }

  private MetricSums slice(String name, String model) {
    return slices.computeIfAbsent(new Slice(name, model), slice -> new MetricSums(cutoffs));
  }

  private static String tier(int trained) {
    int tier = 0;
    while (tier + 1 < TIERS.length && trained >= TIERS[tier + 1]) {
      tier++;
    }
    return tier + 1 == TIERS.length
        ? "%03d or more".formatted(TIERS[tier])
        : "%03d-%03d".formatted(TIERS[tier], TIERS[tier + 1] - 1);
  }

  private ListSums merge(ListSums other) {
    other.all.forEach((model, sums) -> all.merge(model, sums, GroupedSums::merge));
    other.slices.forEach((slice, sums) -> slices.merge(slice, sums, MetricSums::merge));
    return this;
  }
}
