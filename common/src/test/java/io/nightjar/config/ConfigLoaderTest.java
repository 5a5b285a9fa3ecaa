package io.nightjar.config;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  private static final ConfigText SHOP =
      new ConfigText(
          "conf/shop.yaml",
          """
          warehouse: /data/shop
          train: {rank: 32, iterations: 5}
          ingest:
            events:
              clicks:
                files:
                  path: logs/{date}
                  columns: [u, i, 2026]
                user: u
                item: i
                event: "'view'"
                time: t
                context: {device: d, country: c}
              carts:
                files: {path: 2026, delimiter: "::"}
                user: u
                item: i
                event: "'cart'"
                time: t
          prepare:
            half-life-days: 30
            events:
              view:
              buy: {weight: 5}
              my.type: {seen: false}
          """);
  private static final ConfigText LAPTOP =
      new ConfigText("conf/laptop.yaml", "train:\n  # small\n  rank: 8\nevaluate: {k: [5]}\n");

  private static LoadedConfig load(String... assignments) {
    return ConfigLoader.load(List.of(SHOP, LAPTOP), List.of(assignments));
  }

  private static Map<String, Setting> byKey(LoadedConfig loaded) {
    return loaded.settings().stream().collect(toMap(Setting::key, s -> s));
  }

  @Test
  void laterSourcesWinKeyByKey() {
    TrainConfig train = load("train.alpha=3", "train.alpha=4").config().train();
    assertEquals(8, train.rank());
    assertEquals(5, train.iterations());
    assertEquals(4.0, train.alpha());
    assertEquals(8, train.blocks());
  }

  @Test
  void listsAndSingleValuesReplace() {
    assertEquals(List.of(5), load().config().evaluate().k());
    assertEquals(List.of(1, 2), load("evaluate.k=[1, 2]").config().evaluate().k());
  }

  @Test
  void entriesThatUsersNameTakeTheDefaultsOfTheStar() {
    NightjarConfig config = load("prepare.events.\"my.type\".weight=-2").config();
    assertEquals(
        List.of("view", "buy", "my.type"), List.copyOf(config.prepare().events().keySet()));
    var none = PrepareConfig.ValueTransform.NONE;
    assertEquals(
        Map.of(
            "view", new PrepareConfig.EventWeight(1, none, Optional.empty(), true),
            "buy", new PrepareConfig.EventWeight(5, none, Optional.empty(), true),
            "my.type", new PrepareConfig.EventWeight(-2, none, Optional.empty(), false)),
        config.prepare().events());
    assertEquals(List.of("clicks", "carts"), config.ingest().eventSources());
    assertEquals(Map.of(), config.ingest().items());
    IngestConfig.EventSource clicks = config.ingest().events().get("clicks");
    assertEquals(List.of("device", "country"), List.copyOf(clicks.context().keySet()));
    assertEquals("UTF-8", clicks.files().charset());
  }

  @Test
  void defaultsOfTheStarCanBeSet() {
    var events = load("prepare.events.*.seen=false").config().prepare().events();
    assertEquals(false, events.get("view").seen());
  }

  @Test
  void textIsKeptAsItIsWritten() {
    var events = load("ingest.events.clicks.files.delimiter=\"\\t\"").config().ingest().events();
    assertEquals("2026", events.get("carts").files().path());
    assertEquals("::", events.get("carts").files().delimiter());
    assertEquals(List.of("u", "i", "2026"), events.get("clicks").files().columns());
    assertEquals("\t", events.get("clicks").files().delimiter());
    assertEquals("'view'", events.get("clicks").event());
  }

  @Test
  void anOptionalKeyCanBeSetAndUnset() {
    assertEquals(Optional.of(30.0), load().config().prepare().halfLifeDays());
    assertEquals(
        Optional.empty(), load("prepare.half-life-days=").config().prepare().halfLifeDays());
    assertEquals(
        Optional.empty(), load("prepare.half-life-days=~").config().prepare().halfLifeDays());
    assertEquals(Optional.of(90), load("prepare.window-days=90").config().prepare().windowDays());
  }

  @Test
  void nothingOverASectionChangesNothing() {
    ConfigText empty = new ConfigText("empty.yaml", "train:\n  # rank: 5\nprepare: {}\n");
    ConfigText blank = new ConfigText("blank.yaml", "# nothing\n");
    assertEquals(
        load().config(),
        ConfigLoader.load(List.of(SHOP, LAPTOP, empty, blank), List.of()).config());
  }

  @Test
  void everyKeyKnowsItsOrigin() {
    Map<String, Setting> settings =
        byKey(load("store.rows-per-file=10", "ingest.events.carts.zone=Asia/Tokyo"));
    assertEquals(new Setting("train.rank", "8", "conf/laptop.yaml:3"), settings.get("train.rank"));
    assertEquals(
        new Setting("train.iterations", "5", "conf/shop.yaml:2"), settings.get("train.iterations"));
    assertEquals(
        new Setting("store.rows-per-file", "10", "--set"), settings.get("store.rows-per-file"));
    assertEquals(new Setting("train.alpha", "10.0", "reference"), settings.get("train.alpha"));
    assertEquals(
        new Setting("evaluate.k", "[5]", "conf/laptop.yaml:4"), settings.get("evaluate.k"));
    assertEquals(
        new Setting("prepare.events.\"my.type\".seen", "false", "conf/shop.yaml:25"),
        settings.get("prepare.events.\"my.type\".seen"));
    assertEquals(
        new Setting("prepare.events.view.seen", "true", "reference"),
        settings.get("prepare.events.view.seen"));
    assertEquals(
        new Setting("ingest.events.clicks.context.country", "c", "conf/shop.yaml:13"),
        settings.get("ingest.events.clicks.context.country"));
    assertEquals(
        new Setting("ingest.events.carts.context", "{}", "reference"),
        settings.get("ingest.events.carts.context"));
    assertEquals("--set", settings.get("ingest.events.carts.zone").origin());
    assertEquals("{}", settings.get("ingest.items").value());
    assertEquals("~", settings.get("popularity.segment-by").value());
    assertTrue(settings.keySet().stream().noneMatch(key -> key.contains("*")));
  }

  @Test
  void explainCanBeReadBack() {
    LoadedConfig loaded = load("prepare.events.\"a\\\"b=#\".weight=2");
    String[] assignments =
        loaded.settings().stream()
            .filter(s -> !s.value().equals("{}"))
            .map(s -> s.key() + "=" + s.value())
            .toArray(String[]::new);
    assertEquals(loaded.config(), ConfigLoader.load(List.of(), List.of(assignments)).config());
    assertTrue(
        loaded
            .explain()
            .lines()
            .anyMatch(line -> line.matches("train.rank +=  ?8 +# conf/laptop.yaml:3")),
        loaded.explain());
    assertEquals(1, loaded.explain().lines().map(line -> line.indexOf(" = ")).distinct().count());
  }

  @Test
  void listsAndMapsCannotBeChanged() {
    NightjarConfig config = load().config();
    assertThrows(
        UnsupportedOperationException.class, () -> config.prepare().events().remove("view"));
    assertThrows(UnsupportedOperationException.class, () -> config.evaluate().k().add(1));
  }

  @Test
  void aliasesStandForWhatTheyName() {
    ConfigText text =
        new ConfigText(
            "a.yaml",
            "prepare: {events: {view: &w {weight: 7, seen: false}, click: *w}}\nwarehouse: x\n");
    var events = ConfigLoader.load(List.of(text), List.of()).config().prepare().events();
    assertEquals(events.get("view"), events.get("click"));
    assertEquals(7.0, events.get("click").weight());
  }

  @Test
  void readsLocalPathsAndUris(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("é.yaml"), "warehouse: é\n");
    assertEquals(
        new ConfigText(file.toString(), "warehouse: é\n"), ConfigText.read(file.toString()));
    assertEquals("warehouse: é\n", ConfigText.read("file://" + file).text());
  }

  @Test
  void aFileThatCannotBeReadIsNamed(@TempDir Path folder) throws IOException {
    String missing = folder.resolve("none.yaml").toString();
    for (String location : List.of(missing, "file://" + missing)) {
      var e = assertThrows(UserError.class, () -> ConfigText.read(location));
      assertEquals(
          "Cannot read the configuration file " + location + ": it is not there", e.getMessage());
    }
    Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', (byte) 0xe9, '\n'});
    var e = assertThrows(UserError.class, () -> ConfigText.read(latin.toString()));
    assertTrue(e.getMessage().endsWith("latin.yaml: it is not UTF-8 text"), e.getMessage());
  }

  @Test
  void sourcesAreRequiredOnlyWhereAsked() {
    NightjarConfig bare = ConfigLoader.load(List.of(), List.of("warehouse=w")).config();
    var e = assertThrows(UserError.class, bare::requireSources);
    assertTrue(e.getMessage().startsWith("ingest.events is empty"), e.getMessage());
    assertDoesNotThrow(() -> load().config().requireSources());
  }
}
