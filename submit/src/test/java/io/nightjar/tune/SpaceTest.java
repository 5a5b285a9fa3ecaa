package io.nightjar.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.config.ConfigLoader;
import io.nightjar.config.ConfigText;
import io.nightjar.config.NightjarConfig;
import io.nightjar.config.OverlayText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SpaceTest {
  private static List<Trial> trials(int trials, String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "warehouse=w",
                "tune.trials=" + trials,
                "tune.space.\"train.rank\"={low: 16, high: 256, scale: log, whole: true}",
                "tune.space.\"train.alpha\"={low: 0, high: 2}",
                "tune.space.\"similarity.measures\"={choices: [\"[cosine]\", \"[jaccard]\"]}"));
    all.addAll(List.of(settings));
    return new Space(ConfigLoader.load(List.of(), all).config().tune()).trials();
  }

  @Test
  void theFirstTrialIsTheConfigurationInForce() {
    List<Trial> trials = trials(3);
    assertEquals(List.of(0, 1, 2), trials.stream().map(Trial::number).toList());
    assertEquals(Map.of(), trials.get(0).settings());
  }

  @Test
  void drawsLieInTheirRangesAndAreSpreadOverThem() {
    List<Trial> trials = trials(401);
    int low = 0;
    int cosine = 0;
    for (Trial trial : trials.subList(1, trials.size())) {
      int rank = Integer.parseInt(trial.settings().get("train.rank"));
      double alpha = Double.parseDouble(trial.settings().get("train.alpha"));
      assertTrue(rank >= 16 && rank <= 256, trial.toString());
      assertTrue(alpha >= 0 && alpha <= 2, trial.toString());
      low += rank <= 64 ? 1 : 0;
      cosine += trial.settings().get("similarity.measures").equals("[cosine]") ? 1 : 0;
    }
    // 64 is half way from 16 to 256 by the logarithm.
    assertEquals(200, low, 40);
    assertEquals(200, cosine, 40);
  }

  @Test
  void moreTrialsLeaveTheOthersAsTheyAre() {
    assertEquals(trials(5), trials(9).subList(0, 5));
    assertEquals(trials(5), trials(5));
    assertNotEquals(trials(5), trials(5, "tune.seed=7"));
  }

  @Test
  void aTrialIsWrittenAsAFileThatSetsTheSame() {
    Map<String, String> settings = new TreeMap<>(trials(2).get(1).settings());
    settings.put("prepare.events.\"my type\".weight", "2.5");
    settings.put("prepare.half-life-days", "~");
    List<String> assignments = new ArrayList<>(List.of("warehouse=w"));
    settings.forEach((key, value) -> assignments.add(key + "=" + value));
    NightjarConfig expected = ConfigLoader.load(List.of(), assignments).config();
    ConfigText file = new ConfigText("best.yaml", OverlayText.of(settings));
    assertEquals(expected, ConfigLoader.load(List.of(file), List.of("warehouse=w")).config());
  }

  /** What README shows as a search is one, and every trial of it a configuration. */
  @Test
  void readmesSearchIsOne() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    int start = readme.indexOf("# search.yaml");
    ConfigText search =
        new ConfigText("search.yaml", readme.substring(start, readme.indexOf("```", start)));
    List<Trial> trials =
        new Space(ConfigLoader.load(List.of(search), List.of("warehouse=w")).config().tune())
            .trials();
    assertEquals(30, trials.size());
    for (Trial trial : trials) {
      List<String> assignments = new ArrayList<>(List.of("warehouse=w"));
      trial.settings().forEach((key, value) -> assignments.add(key + "=" + value));
      ConfigLoader.load(List.of(search), assignments);
    }
  }
}
