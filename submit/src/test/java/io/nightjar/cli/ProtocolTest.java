package io.nightjar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table of results of a log that is small enough to know them. */
final class ProtocolTest {
  @TempDir static Path folder;

  /**
   * Users of a, b and c are four, four and three. User 1 is left with c and user 3 with a; user 5,
   * who wants c, is named b first.
   */
  @BeforeAll
  static void write() throws IOException {
    SharedSpark.session();
    Files.write(
        folder.resolve("train.txt"), List.of("1 a b", "2 a b c", "3 b c", "4 a c", "5 a", "6 b"));
    Files.write(folder.resolve("test.txt"), List.of("1 c", "3 a", "5 c"));
    Files.writeString(
        folder.resolve("table.yaml"),
        """
        ingest:
          events:
            train:
              files: {path: train.txt, format: lists, delimiter: " "}
              user: user
              item: item
              event: "'train'"
              time: place
              time-format: order
            test:
              files: {path: test.txt, format: lists, delimiter: " "}
              user: user
              item: item
              event: "'test'"
              time: place
              time-format: order
        prepare:
          events: {train: {}, test: {}}
        evaluate:
          split: given
          test-events: [test]
          k: [1, 2]
        similarity: {min-support: 1}
        train: {rank: 2, start-iterations: 0, iterations: 1, blocks: 1}
        recommend: {partitions: 1}
        protocol:
          title: A small table
          metrics: [recall@1, ndcg@2]
          recipes:
            popular: {model: popularity}
            factors: {model: als, runs: 2, set: [train.iterations=2]}
          published:
            somebody: {values: [0.25, 0.125], source: a paper}
        """);
  }

  private static Shell.Result evaluate(String warehouse, String... settings) {
    return evaluateFile("table.yaml", warehouse, settings);
  }

  private static Shell.Result evaluateFile(String file, String warehouse, String... settings) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("evaluate", "--protocol", folder.resolve(file).toString()));
    arguments.addAll(List.of("--warehouse", folder.resolve(warehouse).toString()));
    arguments.addAll(List.of("--set", "ingest.folder=" + folder));
    List.of(settings).forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return Shell.run(arguments.toArray(String[]::new));
  }

  @Test
  void recipesAreMeasuredOnTheGivenSplit() {
    Shell.Result result = evaluate("warehouse").expect(ExitCode.DONE);
    List<String> lines = result.out().lines().toList();
    assertEquals("A small table", lines.get(0));
    assertEquals("the whole catalogue is ranked; means over 3 users", lines.get(1));
    // Two of three first; the third user finds c second.
    double ndcg = (1 + 1 + Math.log(2) / Math.log(3)) / 3;
    List<String> popular = cells(lines, "popular");
    assertEquals("0.6667", popular.get(1));
    assertEquals("%.4f".formatted(ndcg), popular.get(2));
    assertTrue(cells(lines, "factors").get(1).matches("[01]\\.\\d{4} \\(.*-.*\\)"), result.out());
    assertEquals(List.of("somebody", "0.2500", "0.1250", "a paper"), cells(lines, "somebody"));

    Shell.Result again = evaluate("warehouse").expect(ExitCode.DONE);
    assertEquals(values(result.out()), values(again.out()));
  }

  private static List<String> cells(List<String> lines, String name) {
    return lines.stream()
        .map(line -> List.of(line.strip().split("  +")))
        .filter(line -> line.get(0).equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** All but the times. */
  private static List<String> values(String out) {
    return out.lines().map(line -> line.replaceAll("  +[0-9]+\\.[0-9]$", "")).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      value = {
        "protocol.recipes.popular.model=best -> Cannot find the model best",
        "protocol.recipes.popular.set=[train.rnak=1] -> Cannot run protocol.recipes.popular",
        "protocol.metrics=[recall@3, ndcg@2] -> recall@3: one of precision, recall",
      })
  void saysWhatIsWrongWithAProtocol(String setting, String message) {
    String err = evaluate("refused", setting).expect(ExitCode.INPUT).err();
    assertTrue(err.contains(message), err);
  }

  @Test
  void aConfigurationWithoutRecipesIsNoProtocol() throws IOException {
    String table = Files.readString(folder.resolve("table.yaml"));
    Files.writeString(folder.resolve("plain.yaml"), table.substring(0, table.indexOf("protocol:")));
    String err = evaluateFile("plain.yaml", "refused").expect(ExitCode.INPUT).err();
    assertTrue(err.contains("without recipes and metrics"), err);
  }
}
