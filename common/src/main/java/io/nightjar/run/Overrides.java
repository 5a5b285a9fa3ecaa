package io.nightjar.run;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an operator lets a night pass despite. A reason is kept in the release that it made
 * possible.
 *
 * @param older whether the night may take the place of a later one
 * @param reasons why a gate is overridden
 */
public record Overrides(boolean older, SortedMap<Gate, String> reasons) {
  /** Nothing is overridden. */
  public static final Overrides NONE = new Overrides(false, Map.of());

  /**
   * Overrides with their reasons.
   *
   * @throws UserError if a reason is blank
   */
  public Overrides(boolean older, Map<Gate, String> reasons) {
    this(older, new TreeMap<>(reasons));
  }

  /** Checks that there are reasons. */
  public Overrides {
    reasons.forEach(
        (gate, reason) -> {
          if (reason.isBlank()) {
            throw new UserError(
                "An override needs a reason, which is kept: --despite %s='agreed with …'"
                    .formatted(gate));
          }
        });
  }

  /**
   * Judges what was found.
   *
   * @param refused what cannot be done, such as {@code Cannot release 2026-01-28}
   * @return reasons by name of gate, of the overrides that were needed
   * @throws GateRefusal naming all that was found, unless each gate is overridden
   */
  public SortedMap<String, String> judge(String refused, List<Finding> findings) {
    if (findings.stream().anyMatch(finding -> !reasons.containsKey(finding.gate()))) {
      throw new GateRefusal(
          "%s: %s; %s lets it pass all the same"
              .formatted(
                  refused,
                  findings.stream().map(Finding::toString).collect(Collectors.joining("; ")),
                  findings.stream()
                      .map(Finding::gate)
                      .distinct()
                      .map("--despite %s=REASON"::formatted)
                      .collect(Collectors.joining(" "))));
    }
    SortedMap<String, String> needed = new TreeMap<>();
    findings.forEach(f -> needed.put(f.gate().toString(), reasons.get(f.gate())));
    return needed;
  }
}
