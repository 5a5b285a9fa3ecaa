package io.nightjar.cli;

import java.time.LocalDate;
import picocli.CommandLine.Option;

/** The options that name a night. */
final class NightOptions {
  @Option(
      names = "--date",
      paramLabel = "yyyy-MM-dd",
      required = true,
      description = "The night that covers all events up to the end of this day, UTC.")
  private LocalDate date;

  LocalDate date() {
    return date;
  }
}
