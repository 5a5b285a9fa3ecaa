package io.nightjar.run;

import io.nightjar.config.NightjarConfig;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import java.util.List;
import java.util.Set;

/**
 * One step of a night: reads tables, transforms, writes tables. Jobs never call each other; what
 * they declare here orders them, decides when a repeated run may skip them, and is their reference.
 */
public interface Job {
  /** Name on the command line and in reports. */
  String name();

  /** What it does, in one sentence. */
  String summary();

  /** Tables that it reads of the same night. */
  Set<Table> inputs(Lane lane);

  /** Tables that it writes, each exactly once. */
  Set<Table> outputs(Lane lane);

  /** The settings that decide its results, besides those of the store. */
  List<Object> settings(NightjarConfig config);

  /**
   * Whatever else decides its results: the state of files outside the warehouse, or snapshots of
   * earlier nights.
   */
  default String surroundings(JobContext context) {
    return "";
  }

  /** Does the work. */
  void run(JobContext context);
}
