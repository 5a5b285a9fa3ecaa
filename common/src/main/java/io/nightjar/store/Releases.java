package io.nightjar.store;

import io.nightjar.run.GateRefusal;
import io.nightjar.run.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The releases of a warehouse, in order: the newest is the one that is served. */
public final class Releases {
  /** A release and its number, from 1. */
  public record Numbered(long number, Release release) {}

  private final CommitLog<Release> log;

  /** Those of a warehouse that no session is open for. */
  public static Releases of(Path warehouse, Configuration hadoop) {
    return new Releases(new CommitLog<>(new Path(warehouse, "_releases"), Release.class, hadoop));
  }

  Releases(CommitLog<Release> log) {
    this.log = log;
  }

  /** The release that is served. */
  public Optional<Numbered> current() {
    return log.latest().map(Releases::numbered);
  }

  /** Numbers of all releases, ascending. */
  public long[] numbers() {
    return log.sequences();
  }

  /** All releases, oldest first. */
  public List<Numbered> all() {
    return Arrays.stream(log.sequences()).mapToObj(this::get).toList();
  }

  /**
   * One release.
   *
   * @throws UserError if there is none of that number
   */
  public Numbered get(long number) {
    long[] numbers = log.sequences();
    if (Arrays.binarySearch(numbers, number) < 0) {
      throw new UserError(
          "There is no release "
              + number
              + "; "
              + (numbers.length == 0
                  ? "nothing has been released yet"
                  : "releases are %d to %d".formatted(numbers[0], numbers[numbers.length - 1])));
    }
    return numbered(log.entry(number));
  }

  /** Puts another release in the place of one, at once. */
  void replace(long number, Release release) {
    log.replace(number, release);
  }

  /**
   * Makes a release the one that is served. If the newest already holds the same, that one is
   * returned and nothing changes.
   *
   * @throws GateRefusal if another run released something else meanwhile
   */
  public Numbered publish(Release release) {
    Optional<CommitLog.Entry<Release>> newest = log.latest();
    if (newest.isPresent() && newest.get().value().sameContent(release)) {
      return numbered(newest.get());
    }
    long after = newest.map(CommitLog.Entry::sequence).orElse(0L);
    return log.append(after, release)
        .map(Releases::numbered)
        .orElseGet(
            () -> {
              CommitLog.Entry<Release> winner = log.entry(after + 1);
              if (winner.value().sameContent(release)) {
                return numbered(winner);
              }
              throw new GateRefusal(
                  "Cannot release %s: run %s released %s meanwhile; look at `history`, then run again"
                      .formatted(release.date(), winner.value().run(), winner.value().date()));
            });
  }

  private static Numbered numbered(CommitLog.Entry<Release> entry) {
    return new Numbered(entry.sequence(), entry.value());
  }
}
