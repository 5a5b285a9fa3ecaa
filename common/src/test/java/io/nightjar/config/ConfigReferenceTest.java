package io.nightjar.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.config.ConfigReference.Entry;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigReferenceTest {
  private static final Pattern RANGE =
      Pattern.compile(
          "above (?<above>\\S+)|(?<min>-?[0-9.e]*[0-9])?\\.\\.(?<max>-?[0-9][0-9.e]*)?");

  /** A key and the record component it is bound to. */
  record Pair(Entry entry, RecordComponent component) {
    @Override
    public String toString() {
      return entry.key().toString();
    }

    boolean optional() {
      return component.getType() == Optional.class;
    }

    Class<?> type() {
      Type type = optional() ? argument(component, 0) : component.getType();
      return (Class<?>) type;
    }

    /** The parts of the comment's bracket. */
    List<String> values() {
      return List.of(entry.values().split("; "));
    }
  }

  private static Type argument(RecordComponent component, int index) {
    return ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[index];
  }

  private static Map<Key, RecordComponent> components() {
    Map<Key, RecordComponent> components = new LinkedHashMap<>();
    collect(Key.ROOT, NightjarConfig.class, components);
    return components;
  }

  private static void collect(Key above, Class<?> type, Map<Key, RecordComponent> components) {
    for (RecordComponent component : type.getRecordComponents()) {
      Key key = above.child(Key.kebab(component.getName()));
      components.put(key, component);
      if (component.getType().isRecord()) {
        collect(key, component.getType(), components);
      } else if (component.getType() == Map.class
          && argument(component, 1) instanceof Class<?> entry
          && entry.isRecord()) {
        collect(key.child("*"), entry, components);
      }
    }
  }

  @Test
  void keysAreTheComponentsOfTheRecordsInTheSameOrder() {
    assertEquals(
        List.copyOf(components().keySet()),
        ConfigReference.entries().stream().map(Entry::key).toList());
  }

  static Stream<Pair> pairs() {
    Map<Key, RecordComponent> components = components();
    return ConfigReference.entries().stream()
        .map(entry -> new Pair(entry, components.get(entry.key())));
  }

  static Stream<Pair> values() {
    return pairs().filter(pair -> !pair.entry().section());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void everyKeyHasAMeaningAndEveryValueItsKind(Pair pair) {
    assertFalse(pair.entry().meaning().isBlank());
    assertEquals(pair.entry().section(), pair.entry().values().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("values")
  void bracketsTellTheRanges(Pair pair) {
    Range range = pair.component().getAnnotation(Range.class);
    List<List<Double>> told =
        pair.values().stream()
            .map(RANGE::matcher)
            .filter(Matcher::matches)
            .map(ConfigReferenceTest::bounds)
            .toList();
    assertEquals(
        range == null ? List.of() : List.of(List.of(range.min(), range.max(), range.above())),
        told);
  }

  private static List<Double> bounds(Matcher range) {
    double infinity = Double.POSITIVE_INFINITY;
    return List.of(
        range.group("min") == null ? -infinity : Double.parseDouble(range.group("min")),
        range.group("max") == null ? infinity : Double.parseDouble(range.group("max")),
        range.group("above") == null ? -infinity : Double.parseDouble(range.group("above")));
  }

  @ParameterizedTest
  @MethodSource("values")
  void bracketsTellTheChoices(Pair pair) {
    boolean choice = pair.type().isEnum() || pair.type() == boolean.class;
    if (choice) {
      assertEquals(List.of(Scalars.choices(pair.type())), pair.values());
    } else if (!pair.entry().key().toString().endsWith(".time-format")) {
      assertFalse(pair.entry().values().contains("|"), pair.entry().values());
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void whatHasNoDefaultIsOptionalOrRequired(Pair pair) {
    boolean none = pair.entry().fallback().equals("~");
    assertEquals(none && !pair.optional(), pair.values().contains("required"));
    assertTrue(none || !pair.optional());
  }

  @Test
  void theDefaultsBind() {
    String sources =
        """
        warehouse: w
        ingest:
          events: {a: {files: {path: p}, user: u, item: i, event: e, time: t}}
          items: {a: {files: {path: p}, item: i}}
          users: {a: {files: {path: p}, user: u}}
        prepare: {events: {view: }}
        """;
    NightjarConfig config =
        ConfigLoader.load(List.of(new ConfigText("x", sources)), List.of()).config();
    assertEquals(64, config.train().rank());
    assertEquals(1L << 29, config.recommend().blockBytes());
    assertEquals("\"", config.ingest().items().get("a").files().quote());
    assertEquals(List.of(10, 20, 50), config.evaluate().k());
  }

  @Test
  void markdownHasATableForEachSection() {
    List<String> lines = ConfigReference.markdown().lines().toList();
    assertEquals("| Key | Default | Values | Meaning |", lines.get(2));
    assertTrue(lines.get(4).startsWith("| `warehouse` | `~` | path; required | Folder of all"));
    assertEquals(
        Arrays.stream(NightjarConfig.class.getRecordComponents())
            .skip(1)
            .map(component -> "### " + component.getName())
            .toList(),
        lines.stream().filter(line -> line.startsWith("#")).toList());
    assertTrue(
        lines.contains(
            "| `train.rank` | `64` | factors; 1..4096 | Length of the factor vectors. |"));
    assertTrue(
        lines.stream()
            .filter(line -> line.startsWith("|"))
            .allMatch(line -> line.replace("\\|", "").chars().filter(c -> c == '|').count() == 5));
  }
}
