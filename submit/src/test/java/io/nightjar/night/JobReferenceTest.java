package io.nightjar.night;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class JobReferenceTest {
  private final List<String> lines = JobReference.markdown().lines().toList();

  @Test
  void everyJobHasARow() {
    assertEquals(2 + Plan.jobs().size(), lines.size());
  }

  @Test
  void aRowTellsWhatTheJobDeclares() {
    assertTrue(
        lines.contains(
            "| `train` | Fits latent factors of users and items by alternating least squares. |"
                + " `interactions` | `user_factors`, `item_factors` | serve, holdout | `train` |"),
        () -> String.join("\n", lines));
  }

  @Test
  void aSectionOfWhichOneKeyCountsIsNamed() {
    assertTrue(
        lines.stream().anyMatch(l -> l.endsWith(" serve, holdout | `prepare`, `evaluate` |")));
  }
}
