package io.nightjar.cli;

import io.nightjar.night.ReleasedTables;
import io.nightjar.run.UserError;
import io.nightjar.store.Releases;
import io.nightjar.store.SnapshotStore;
import java.time.LocalDate;
import java.util.Comparator;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that choose a release; without any, the one that is served. */
final class ReleaseOptions {
  @ArgGroup(exclusive = true)
  private Which which = new Which();

  /** A number or a date. */
  static final class Which {
    @Option(
        names = "--release",
        paramLabel = "N",
        description = "Number of the release, as in history. Default: the one that is served.")
    private Long number;

    @Option(
        names = "--date",
        paramLabel = "yyyy-MM-dd",
        description = "The newest release of this night.")
    private LocalDate date;
  }

  /**
   * Finds the release.
   *
   * @throws UserError if there is none
   */
  Releases.Numbered find(SnapshotStore store) {
    Releases releases = store.releases();
    if (which.number != null) {
      return releases.get(which.number);
    }
    if (which.date != null) {
      return releases.all().stream()
          .filter(r -> r.release().date().equals(which.date.toString()))
          .max(Comparator.comparingLong(Releases.Numbered::number))
          .orElseThrow(
              () ->
                  new UserError(
                      "The night of %s has not been released in %s; see `history`"
                          .formatted(which.date, store.warehouse())));
    }
    return releases
        .current()
        .orElseThrow(
            () ->
                new UserError(
                    "Nothing has been released in %s yet; `run` a night first"
                        .formatted(store.warehouse())));
  }

  /** The tables of a release. */
  static ReleasedTables tables(SnapshotStore store, Releases.Numbered release) {
    return new ReleasedTables(store, release.release());
  }
}
