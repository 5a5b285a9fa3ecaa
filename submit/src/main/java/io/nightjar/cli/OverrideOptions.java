package io.nightjar.cli;

import io.nightjar.run.Gate;
import io.nightjar.run.Overrides;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The options that let a night pass all the same. */
final class OverrideOptions {
  @Option(
      names = "--despite",
      paramLabel = "GATE=REASON",
      description = {
        "Let the night pass although this gate refuses it; the release keeps the reason. Gates:",
        "${COMPLETION-CANDIDATES}. As many as needed."
      })
  private Map<Gate, String> despite = new TreeMap<>();

  /**
   * What was chosen.
   *
   * @param older whether the night may take the place of a later one
   */
  Overrides chosen(boolean older) {
    return new Overrides(older, despite);
  }
}
