package io.nightjar.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Binds nodes to records by the names of their components. Where something is wrong it notes the
 * problem, yields null and goes on, so that one pass finds all problems.
 */
final class Binder {
  /** Name of the entry that holds the defaults of all entries that users name. */
  static final String DEFAULTS = "*";

  /** Characters of a wrong value that a message repeats. */
  private static final int MAX_VALUE = 80;

  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private final Problems problems;
  private final boolean template;
  private final List<Setting> settings = new ArrayList<>();

  Binder(Problems problems) {
    this(problems, false);
  }

  /** A template is the defaults of entries that are not there: what it lacks is no problem. */
  private Binder(Problems problems, boolean template) {
    this.problems = problems;
    this.template = template;
  }

  /** Every key that was bound, in the order of the records. */
  List<Setting> settings() {
    return settings;
  }

  /** The record of a whole configuration, or null where there are problems. */
  <R extends Record> R bind(Class<R> type, Node root) {
    return type.cast(record(type, Key.ROOT, new Place(Place.REFERENCE, 1), root));
  }

  /**
   * A record from the keys below a node.
   *
   * @param blame the place to name where a default does not do: the nearest key above that a user
   *     wrote
   */
  private Object record(Class<?> type, Key key, Place blame, Node node) {
    if (!(node instanceof MappingNode map)) {
      return wrong(key, blame, "keys below it are expected, as in key: value");
    }
    RecordComponent[] components = type.getRecordComponents();
    Map<String, NodeTuple> tuples = new LinkedHashMap<>();
    map.getValue().forEach(tuple -> tuples.put(Yaml.name(tuple), tuple));
    int before = problems.count();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = Key.kebab(components[i].getName());
      values[i] = component(components[i], key.child(name), blame, tuples.remove(name));
    }
    List<String> known = Arrays.stream(components).map(c -> Key.kebab(c.getName())).toList();
    tuples.forEach((name, tuple) -> unknown(key.child(name), Place.of(tuple.getKeyNode()), known));
    if (problems.count() > before || template) {
      return null;
    }
    Record bound = construct(type, components, values);
    Rules.check(
        bound,
        (names, text) -> {
          List<String> path = List.of(names.split("\\.", -1));
          Key broken = path.stream().reduce(key, Key::child, (one, other) -> other);
          wrong(broken, blame(map, path.get(0), blame), text);
        });
    return bound;
  }

  private Object component(RecordComponent component, Key key, Place blame, NodeTuple tuple) {
    Type type = component.getGenericType();
    boolean optional = raw(type) == Optional.class;
    if (tuple != null && !Yaml.isNull(tuple.getValueNode())) {
      Range range = component.getAnnotation(Range.class);
      Object value = value(optional ? argument(type, 0) : type, range, key, blame, tuple);
      return optional ? Optional.ofNullable(value) : value;
    }
    if (optional) {
      add(key, "~", tuple);
      return Optional.empty();
    }
    if (!template) {
      problems.add(
          blame(tuple, blame),
          "%s is required: set it in a configuration file or with --set %s=…".formatted(key, key));
    }
    return null;
  }

  private Object value(Type type, Range range, Key key, Place above, NodeTuple tuple) {
    Class<?> raw = raw(type);
    Node node = tuple.getValueNode();
    Place blame = blame(tuple, above);
    if (raw.isRecord()) {
      return record(raw, key, blame, node);
    }
    if (raw == Map.class) {
      return map(argument(type, 1), key, blame, tuple);
    }
    add(key, Yaml.text(node), tuple);
    return raw == List.class
        ? list(raw(argument(type, 0)), range, key, blame, node)
        : scalar(raw, range, key, blame, node);
  }

  private Object map(Type type, Key key, Place blame, NodeTuple tuple) {
    if (!(tuple.getValueNode() instanceof MappingNode map)) {
      return wrong(key, blame, "keys below it are expected, as in key: value");
    }
    Map<String, NodeTuple> tuples = new LinkedHashMap<>();
    map.getValue().forEach(entry -> tuples.put(Yaml.name(entry), entry));
    NodeTuple defaults = raw(type).isRecord() ? tuples.remove(DEFAULTS) : null;
    Map<String, Object> entries = new LinkedHashMap<>();
    tuples.forEach(
        (name, entry) -> {
          NodeTuple whole = defaults == null ? entry : Overlay.merge(defaults, entry);
          entries.put(name, value(type, null, key.child(name), blame, whole));
        });
    if (entries.isEmpty()) {
      add(key, "{}", tuple);
      if (defaults != null) {
        new Binder(problems, true).value(type, null, key.child(DEFAULTS), blame, defaults);
      }
    }
    return Collections.unmodifiableMap(entries);
  }

  private Object list(Class<?> type, Range range, Key key, Place place, Node node) {
    if (!(node instanceof SequenceNode sequence)) {
      return wrong(key, place, "a list is expected, as in [a, b]");
    }
    List<Object> elements = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      elements.add(scalar(type, range, key, Place.of(element), element));
    }
    return Collections.unmodifiableList(elements);
  }

  private Object scalar(Class<?> type, Range range, Key key, Place place, Node node) {
    if (!(node instanceof ScalarNode scalar) || Yaml.isNull(node)) {
      return wrong(key, place, "a single value is expected");
    }
    try {
      return Scalars.bind(type, scalar, range);
    } catch (IllegalArgumentException e) {
      String value = StringUtils.abbreviate(Yaml.text(node), MAX_VALUE);
      return wrong(type == Secret.class ? key : key + " = " + value, place, e.getMessage());
    }
  }

  /** Tells the value of single values only: what is of another shape may hold a secret. */
  private Object wrong(Object what, Place place, String expected) {
    problems.add(place, what + ": " + expected);
    return null;
  }

  private void unknown(Key key, Place place, List<String> known) {
    String name = key.names().get(key.names().size() - 1);
    String nearest =
        known.stream().min(Comparator.comparingInt(k -> DISTANCE.apply(name, k))).orElseThrow();
    boolean near = DISTANCE.apply(name, nearest) <= Math.max(2, name.length() / 2);
    String hint =
        near ? "did you mean " + nearest + "?" : "known here are " + String.join(", ", known);
    problems.add(place, key + " is not a known key; " + hint);
  }

  private void add(Key key, String value, NodeTuple tuple) {
    String origin = tuple == null ? Place.REFERENCE : Place.of(tuple.getKeyNode()).toString();
    settings.add(new Setting(key.toString(), value, origin));
  }

  private static Place blame(MappingNode map, String name, Place above) {
    return map.getValue().stream()
        .filter(tuple -> Yaml.name(tuple).equals(name))
        .findFirst()
        .map(tuple -> blame(tuple, above))
        .orElse(above);
  }

  private static Place blame(NodeTuple tuple, Place above) {
    Place place = tuple == null ? above : Place.of(tuple.getKeyNode());
    return place.source().equals(Place.REFERENCE) ? above : place;
  }

  private static Class<?> raw(Type type) {
    return (Class<?>) (type instanceof ParameterizedType p ? p.getRawType() : type);
  }

  private static Type argument(Type type, int index) {
    return ((ParameterizedType) type).getActualTypeArguments()[index];
  }

  private static Record construct(Class<?> type, RecordComponent[] components, Object[] values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return (Record) constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot make a " + type.getSimpleName(), e);
    }
  }
}
