package io.nightjar.night;

import io.nightjar.schema.Table;
import io.nightjar.store.Release;
import io.nightjar.store.Releases;
import io.nightjar.store.SnapshotStore;
import java.time.Instant;

/** The way back: a new release that names the tables of an earlier one. */
public final class Rollback {
  /**
   * Serves an earlier release again. The release that is served already stays as it is.
   *
   * @return what is served now
   * @throws io.nightjar.run.UserError if there is no such release, or a file of it is damaged
   * @throws io.nightjar.run.GateRefusal if another run released something else meanwhile
   */
  public static Releases.Numbered to(long number, SnapshotStore store) {
    Releases releases = store.releases();
    Releases.Numbered earlier = releases.get(number);
    if (releases.current().orElseThrow().number() == number) {
      return earlier;
    }
    ReleasedTables tables = new ReleasedTables(store, earlier.release());
    for (Table table : Table.values()) {
      tables.find(table).ifPresent(store::requireSound); // What is not whole is not served.
    }
    Instant now = Instant.now();
    return releases.publish(
        new Release(
            earlier.release().date(),
            RunName.at(now),
            "rollback to " + number,
            earlier.release().overrides(),
            now.toString(),
            earlier.release().tables()));
  }

  private Rollback() {}
}
