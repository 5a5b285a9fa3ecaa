package io.nightjar.night;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.config.ConfigLoader;
import io.nightjar.config.NightjarConfig;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.TableId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyStageReadsWhatAStageBeforeItWrote(boolean evaluate) {
    Set<TableId> written = new HashSet<>();
    for (Stage stage : Plan.of(config(evaluate))) {
      for (Table input : stage.job().inputs(stage.lane())) {
        TableId id = TableId.of(input, stage.lane());
        assertTrue(written.contains(id), stage.job().name() + " reads " + id);
      }
      for (Table output : stage.job().outputs(stage.lane())) {
        TableId id = TableId.of(output, stage.lane());
        assertTrue(written.add(id), id + " is written twice");
      }
    }
  }

  @Test
  void withoutEvaluationOnlyWhatServesRuns() {
    assertEquals(
        List.of("ingest", "prepare", "train", "similar", "popular", "recommend"),
        Plan.of(config(false)).stream().map(stage -> stage.job().name()).toList());
  }

  @Test
  void whatServesComesLast() {
    List<Stage> stages = Plan.of(config(true));
    assertEquals(Lane.SERVE, stages.get(stages.size() - 1).lane());
    assertEquals("recommend", stages.get(stages.size() - 1).job().name());
  }

  private static NightjarConfig config(boolean evaluate) {
    return ConfigLoader.load(List.of(), List.of("warehouse=w", "evaluate.enabled=" + evaluate))
        .config();
  }
}
