package io.nightjar.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.run.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigProblemsTest {
  private static String messageOf(String yaml, String... assignments) {
    List<ConfigText> overlays = List.of(new ConfigText("x.yaml", yaml));
    return assertThrows(UserError.class, () -> ConfigLoader.load(overlays, List.of(assignments)))
        .getMessage();
  }

  /** What is wrong with one assignment over a configuration that is right. */
  private static String problemOf(String... assignments) {
    String[] lines = messageOf("warehouse: w\n", assignments).split("\n", -1);
    assertEquals("Cannot use the configuration: 1 problem", lines[0], Arrays.toString(lines));
    assertEquals(2, lines.length, Arrays.toString(lines));
    return lines[1].replaceFirst("^  1\\. --set: ", "");
  }

  @Test
  void tellsAllProblemsAtOnceInTheOrderTheyWereWritten() {
    String yaml =
        """
        trane:
          rank: 5
        train:
          rank: 16.9
          rank: 8
          solver: sgd
        recommend:
          n: 500
        ingest:
          events:
            clicks:
              files: {format: jsonl}
        """;
    assertEquals(
        """
        Cannot use the configuration: 12 problems
          1. warehouse is required: set it in a configuration file or with --set warehouse=…
          2. x.yaml:1: trane is not a known key; did you mean train?
          3. x.yaml:5: key rank is written twice
          4. x.yaml:6: train.solver = sgd: one of nightjar | mllib | spectral | biases is expected
          5. x.yaml:7: recommend.candidates: 200 is fewer than recommend.n = 500; a source must be able to fill a list
          6. x.yaml:11: ingest.events.clicks.user is required: set it in a configuration file or with --set ingest.events.clicks.user=…
          7. x.yaml:11: ingest.events.clicks.item is required: set it in a configuration file or with --set ingest.events.clicks.item=…
          8. x.yaml:11: ingest.events.clicks.event is required: set it in a configuration file or with --set ingest.events.clicks.event=…
          9. x.yaml:11: ingest.events.clicks.time is required: set it in a configuration file or with --set ingest.events.clicks.time=…
          10. x.yaml:12: ingest.events.clicks.files.path is required: set it in a configuration file or with --set ingest.events.clicks.files.path=…
          11. --set: train.blocks = 0: at least 1 is expected
          12. --set: evaluate.enabled = yes: true or false is expected""",
        messageOf(yaml, "evaluate.enabled=yes", "train.blocks=0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      value = {
        "train.rank=16.9 -> train.rank = 16.9: a whole number is expected",
        "train.rank=1e1 -> train.rank = 1e1: a whole number is expected",
        "train.rank=\"5\" -> train.rank = \"5\": a whole number is expected",
        "train.rank=0 -> train.rank = 0: 1 to 4096 is expected",
        "train.rank=5000 -> train.rank = 5000: 1 to 4096 is expected",
        "train.rank=99999999999 -> train.rank = 99999999999: a whole number that fits 32 bits is expected",
        "train.seed=99999999999999999999 -> train.seed = 99999999999999999999: a whole number that fits 64 bits is expected",
        "train.alpha=.nan -> train.alpha = .nan: a finite number is expected",
        "train.alpha=.inf -> train.alpha = .inf: a finite number is expected",
        "train.alpha=-0.1 -> train.alpha = -0.1: at least 0 is expected",
        "train.alpha=1.5.0 -> train.alpha = 1.5.0: a number is expected",
        "evaluate.test-share=0.6 -> evaluate.test-share = 0.6: 0.001 to 0.5 is expected",
        "evaluate.enabled=yes -> evaluate.enabled = yes: true or false is expected",
        "evaluate.enabled=1 -> evaluate.enabled = 1: true or false is expected",
        "similarity.measures=[Cosine] -> similarity.measures = Cosine: one of cosine | jaccard | llr | lift | asymmetric-cosine | tversky | tf-idf | bm25 | p3alpha | rp3beta | ease is expected",
        "similarity.measures=[] -> 'similarity.measures: one measure or more is expected, none twice, not []'",
        "similarity.measures=[llr, llr] -> 'similarity.measures: one measure or more is expected, none twice, not [llr, llr]'",
        "prepare.half-life-days=0 -> prepare.half-life-days = 0: more than 0 is expected",
        "prepare.window-days=0 -> prepare.window-days = 0: at least 1 is expected",
        "prepare.events.buy.weight=1e7 -> prepare.events.buy.weight = 1e7: -1000000 to 1000000 is expected",
        "train.rank=[5] -> train.rank: a single value is expected",
        "train=5 -> 'train: keys below it are expected, as in key: value'",
        "ingest.events=[a] -> 'ingest.events: keys below it are expected, as in key: value'",
        "ingest.events.path=/logs -> 'ingest.events.path: keys below it are expected, as in key: value'",
        "evaluate.k=10 -> 'evaluate.k: a list is expected, as in [a, b]'",
        "evaluate.k=[0] -> evaluate.k = 0: at least 1 is expected",
        "evaluate.k=[1, ~] -> evaluate.k: a single value is expected",
        "ingest.events.a={files: {path: x, format: lists, columns: [a]}, user: u, item: i, event: e, time: t} -> 'ingest.events.a.files.columns: lists has the columns user, item and place, and no others'",
        "evaluate.split=given -> 'evaluate.test-events: names event types where split is given, and only there, not []'",
        "evaluate.test-events=[buy] -> 'evaluate.test-events: names event types where split is given, and only there, not [buy]'",
        "protocol.metrics=[ndcg] -> 'protocol.metrics: a name and a length are expected, as in ndcg@10, not ndcg'",
        "protocol.published.A={values: [0.5]} -> 'protocol.published: A has 1 values for 0 metrics'",
        "protocol.date=yesterday -> 'protocol.date: a date is expected, as in 2026-01-31, not yesterday'",
        "train.regularization=0 -> train.regularization: solver nightjar needs a number above 0, such as 0.001",
        "train.rank= -> train.rank is required: set it in a configuration file or with --set train.rank=…",
      })
  void namesTheKeyTheValueAndWhatIsExpected(String assignment, String problem) {
    assertEquals(problem, problemOf(assignment));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      value = {
        "train.rnak=5 -> train.rnak is not a known key; did you mean rank?",
        "recomend.n=5 -> recomend is not a known key; did you mean recommend?",
        "train.<<={a: 1} -> 'train.\"<<\" is not a known key; known here are solver, feedback, biases, bias-regularization, rank, iterations, regularization, regularization-exponent, regularization-scaling, alpha, unobserved-weight, rows, steps, subspace, start-iterations, tolerance, blocks, checkpoint-interval, seed'",
        "evaluate.testShare=0.1 -> evaluate.testShare is not a known key; did you mean test-share?",
        "store.zzzzzzzzzzzzzzzz=1 -> 'store.zzzzzzzzzzzzzzzz is not a known key; known here are rows-per-file, compression'",
        "prepare.events.*.wieght=1 -> prepare.events.*.wieght is not a known key; did you mean weight?",
        "prepare.events.view.sen=true -> prepare.events.view.sen is not a known key; did you mean seen?",
      })
  void namesTheNearestKnownKey(String assignment, String problem) {
    assertEquals(problem, problemOf(assignment));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      value = {
        "train.rank -> 'train.rank: key=value is expected'",
        "=5 -> '=5: key=value is expected'",
        "train..rank=5 -> 'train..rank is not a key: names with a dot between them are expected, as in train.rank'",
        "'evaluate.k=[1' -> 'not valid YAML: expected '','' or '']'', but got <stream end>'",
      })
  void refusesABrokenAssignment(String assignment, String problem) {
    assertEquals(problem, problemOf(assignment));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      value = {
        "a: [ -> 1. x.yaml:2: not valid YAML",
        "a: b: c -> 1. x.yaml:1: not valid YAML",
        "'--- {a: 1}\n--- {b: 2}' -> not valid YAML",
        "just text -> 1. x.yaml:1: keys are expected",
        "- a -> 1. x.yaml:1: keys are expected",
        "[a]: b -> 1. x.yaml:1: a key is expected to be text",
        "train: &a {b: *a} -> an alias of itself",
        "train: {rank: !!java.lang.Integer 5} -> x.yaml:1: tags are not known here",
        "train: *nobody -> not valid YAML",
      })
  void refusesABrokenFile(String yaml, String problem) {
    String message = messageOf(yaml.replace("\\n", "\n") + "\n");
    assertTrue(message.startsWith("Cannot use the configuration: 1 problem\n"), message);
    assertTrue(message.contains(problem), message);
  }

  @Test
  void aTextCannotUnfoldWithoutBound() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertTrue(messageOf(laughs.toString()).contains("x.yaml:1: not valid YAML"));
    String longText = "warehouse: " + "w".repeat(Yaml.MAX_CHARACTERS);
    assertTrue(messageOf(longText).contains("x.yaml:1: not valid YAML"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aDamagedFileIsAUserErrorAtMost(long seed) {
    String right =
        """
        warehouse: &w w # here
        prepare: {events: {view: {weight: 2.5, seen: true}, "a.b": !!map {}}}
        evaluate:
          k: [1, 2]
        """;
    String damage = "\"'\\{}[]:,&*!|>#%@- \n\ta0~<.\u0000\ud800";
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      StringBuilder text = new StringBuilder(right);
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        char c = damage.charAt(random.nextInt(damage.length()));
        text.setCharAt(random.nextInt(text.length()), c);
      }
      try {
        ConfigLoader.load(List.of(new ConfigText("x.yaml", text.toString())), List.of());
      } catch (UserError e) {
        assertTrue(e.getMessage().startsWith("Cannot use the configuration: "), e.getMessage());
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", step " + i + ":\n" + text, e);
      }
    }
  }

  private static Stream<String> aRightSource() {
    return Stream.of(
        "ingest.events.a.files.path=p",
        "ingest.events.a.user=u",
        "ingest.events.a.item=i",
        "ingest.events.a.event=e",
        "ingest.events.a.time=t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      value = {
        "files.delimiter=\"\" -> 'files.delimiter: one character or more is expected'",
        "files.quote=ab -> 'files.quote: one character or none is expected, not ab'",
        "files.charset=latin-9x -> 'files.charset: latin-9x is not a known charset; try UTF-8 or ISO-8859-1'",
        "files.charset=a b -> 'files.charset: a b is not a known charset; try UTF-8 or ISO-8859-1'",
        "files.header=false -> 'files.columns: csv without a header needs the names of its columns, in order'",
        "files.format=jsonl -> 'files.columns: jsonl needs the names of the fields to read'",
        "files.columns=[a, a] -> 'files.columns: a name stands twice in [a, a]'",
        "zone=Mars/Base -> 'zone: Mars/Base is not a known time zone; try UTC or Europe/Berlin'",
        "time-format=iso8601 -> 'time-format: iso8601 is neither one of epoch-millis, epoch-seconds, iso-8601, order nor a pattern (Unknown pattern letter: i)'",
      })
  void checksASourceAsAWhole(String assignment, String problem) {
    String[] assignments =
        Stream.concat(aRightSource(), Stream.of("ingest.events.a." + assignment))
            .toArray(String[]::new);
    assertEquals("ingest.events.a." + problem, problemOf(assignments).replaceFirst("^ *1\\. ", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "files.format=parquet",
        "files.quote=\"\"",
        "files.delimiter=\"::\"",
        "time-format=dd/MM/yyyy HH:mm",
        "time-format=epoch-millis",
        "zone=Europe/Berlin"
      })
  void acceptsARightSource(String assignment) {
    List<String> assignments =
        Stream.concat(aRightSource(), Stream.of("warehouse=w", "ingest.events.a." + assignment))
            .toList();
    assertEquals(
        List.of("a"), ConfigLoader.load(List.of(), assignments).config().ingest().eventSources());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[20, 10]", "[10, 10]"})
  void lengthsToMeasureAscend(String k) {
    assertEquals(
        "evaluate.k: one length or more is expected, ascending and distinct, not " + k,
        problemOf("evaluate.k=" + k));
  }

  @Test
  void mllibKnowsOneObjectiveOnly() {
    for (String setting :
        List.of(
            "regularization-exponent=0.5",
            "regularization-scaling=all",
            "unobserved-weight=0.1",
            "tolerance=0.01")) {
      String problem = problemOf("train.solver=mllib", "train." + setting);
      assertTrue(
          problem.contains("train." + setting.split("=", -1)[0] + ": solver mllib knows"), problem);
    }
  }

  @Test
  void mllibCannotFoldUsersIn() {
    assertEquals(
        "evaluate.split: users asks for users to be folded in, which train.solver: mllib cannot;"
            + " use solver nightjar",
        problemOf("train.solver=mllib", "evaluate.split=users"));
  }

  @Test
  void someSolversKnowOneKindOfFeedback() {
    assertEquals(
        "train.feedback: solver spectral knows implicit only",
        problemOf("train.solver=spectral", "train.feedback=explicit"));
    assertEquals(
        "train.feedback: solver biases knows explicit only", problemOf("train.solver=biases"));
  }

  @Test
  void thereAreNoMoreFoldsThanShares() {
    assertEquals(
        "evaluate.fold: there is no fold 4 of a share of 0.25 each: they are numbered from 0",
        problemOf("evaluate.test-share=0.25", "evaluate.fold=4"));
  }

  @Test
  void onlyMeasuresThatThereAreVote() {
    assertEquals(
        "recommend.votes: ease is not among similarity.measures = [bm25]",
        problemOf("recommend.votes={ease: 1}"));
    assertEquals(
        "recommend.votes: 0 or more is expected, not bm25: -1.0",
        problemOf("recommend.votes={bm25: -1}"));
  }

  /** The search takes more for better. */
  @Test
  void errorsOfRatingsAreNothingToSearchBy() {
    assertEquals(
        "tune.metric: a name and a length are expected, as in ndcg@10, not rmse",
        problemOf("tune.metric=rmse"));
  }
}
