package io.nightjar.bench;

import io.nightjar.config.NightjarConfig;
import java.time.LocalDate;

/**
 * A log, and the configuration that reads it.
 *
 * @param config the configuration; its warehouse is not used
 * @param date the night
 * @param name what the report calls it
 */
public record Log(NightjarConfig config, LocalDate date, String name) {
  /** The configuration with another warehouse: the bench keeps out of the user's. */
  public NightjarConfig config(String warehouse) {
    return new NightjarConfig(
        warehouse,
        config.store(),
        config.lock(),
        config.ingest(),
        config.prepare(),
        config.train(),
        config.similarity(),
        config.popularity(),
        config.recommend(),
        config.evaluate(),
        config.publish(),
        config.expire(),
        config.protocol(),
        config.tune());
  }
}
