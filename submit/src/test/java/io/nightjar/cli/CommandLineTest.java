package io.nightjar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.run.CodeVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All that needs no Spark. */
final class CommandLineTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "runn",
        "run",
        "run --date 2026-01-32",
        "run --from 2026-01-01",
        "run --date 2026-01-01 --from 2026-01-01 --to 2026-01-02",
        "run --from 2026-01-02 --to 2026-01-01",
        "ingest",
        "ingest --date 2026-01-01 --lane holdout",
        "evaluate --date 2026-01-01 --lane serve",
        "evaluate --date 2026-01-01 --protocol x.yaml",
        "train --date 2026-01-01 --lane sideways",
        "rollback",
        "inspect user",
        "inspect user u1 --release 1 --date 2026-01-01",
        "generate --users many --out x",
        "bench --repeats few",
        "config explain --nothing"
      })
  void aWrongCommandLineEndsWithOneAndPointsToTheHelp(String line) {
    Shell.Result result = Shell.run(line.isEmpty() ? new String[0] : line.split(" "));
    result.expect(ExitCode.USAGE);
    assertTrue(result.err().startsWith("nightjar: "), result.err());
    assertTrue(result.err().contains("--help'"), result.err());
    assertFalse(result.err().contains("\tat "), result.err());
  }

  @Test
  void theNearestCommandIsSuggested() {
    assertTrue(Shell.run("histroy").err().contains("history"));
  }

  @Test
  void helpListsCommandsAndExitCodes() {
    String help = Shell.run("--help").expect(ExitCode.DONE).out();
    for (String word :
        List.of(
            "run",
            "ingest",
            "prepare",
            "train",
            "similar",
            "popular",
            "recommend",
            "evaluate",
            "publish",
            "inspect",
            "history",
            "rollback",
            "generate",
            "bench",
            "config",
            "demo")) {
      assertTrue(help.contains("\n  " + word + " "), word + " is not in\n" + help);
    }
    ExitCode.meanings()
        .keySet()
        .forEach(code -> assertTrue(help.contains("\n  " + code + "   "), help));
  }

  @Test
  void everyCommandHasHelpThatSaysWhatItDoes() {
    Main.commandLine()
        .getSubcommands()
        .forEach(
            (name, command) -> {
              assertTrue(command.getCommandSpec().usageMessage().description().length > 0, name);
              Shell.run(name, "--help").expect(ExitCode.DONE);
            });
  }

  @Test
  void versionIsThatOfTheBuild() {
    assertEquals(
        "nightjar " + CodeVersion.CURRENT + System.lineSeparator(),
        Shell.run("--version").expect(ExitCode.DONE).out());
  }

  @Test
  void explainTellsWhereEachValueComesFrom() throws IOException {
    Path file = Files.writeString(folder.resolve("shop.yaml"), "train:\n  rank: 16\n");
    String out =
        Shell.run(
                "config",
                "explain",
                "--config",
                file.toString(),
                "--set",
                "train.alpha=2",
                "--warehouse",
                "a: b")
            .expect(ExitCode.DONE)
            .out();
    assertTrue(out.lines().anyMatch(l -> l.matches("train.rank += 16 +# .*shop.yaml:2")), out);
    assertTrue(out.lines().anyMatch(l -> l.matches("train.alpha += 2 +# --set")), out);
    assertTrue(out.lines().anyMatch(l -> l.matches("train.seed += 42 +# reference")), out);
    assertTrue(out.lines().anyMatch(l -> l.matches("warehouse += \"a: b\" +# --set")), out);
  }

  @Test
  void referenceIsMarkdown() {
    assertTrue(Shell.run("config", "reference").expect(ExitCode.DONE).out().contains("### train"));
  }

  @Test
  void allProblemsOfAConfigurationAreToldWithoutAStackTrace() {
    Shell.Result result =
        Shell.run("config", "explain", "--set", "train.rnak=1", "--set", "recommend.n=0");
    result.expect(ExitCode.INPUT);
    assertTrue(
        result.err().contains("train.rnak is not a known key; did you mean rank?"), result.err());
    assertTrue(result.err().contains("recommend.n"), result.err());
    assertFalse(result.err().contains("\tat "), result.err());
  }

  @Test
  void aMissingFileIsNamed() {
    Shell.Result result = Shell.run("run", "--date", "2026-01-01", "--config", "no/such.yaml");
    assertTrue(result.expect(ExitCode.INPUT).err().contains("no/such.yaml"), result.err());
  }

  @Test
  void aNightWithoutSourcesIsTheUsersMistake() {
    Shell.Result result = Shell.run("run", "--date", "2026-01-01", "--warehouse", "w");
    assertTrue(result.expect(ExitCode.INPUT).err().contains("ingest.events"), result.err());
  }
}
