package io.nightjar.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * YAML 1.2 (core schema) to and from nodes that know their place. A text is at most {@value
 * #MAX_CHARACTERS} characters long and names at most {@value #MAX_ALIASES} lists or maps again by
 * an alias, which bounds what it can unfold to.
 */
final class Yaml {
  static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_ALIASES = 10;
  private static final Set<Tag> CORE =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP);

  /** Without the merge key of YAML 1.1, which the engine would still understand. */
  static final CoreSchema SCHEMA =
      new CoreSchema() {
        @Override
        public ScalarResolver getScalarResolver() {
          return new CoreScalarResolver(false);
        }
      };

  private static final DumpSettings ONE_LINE =
      DumpSettings.builder()
          .setSchema(SCHEMA)
          .setDefaultFlowStyle(FlowStyle.FLOW)
          .setWidth(Integer.MAX_VALUE)
          .setSplitLines(false)
          .build();

  private Yaml() {}

  /** The one document of a text, or nothing where it is empty or cannot be read. */
  static Optional<Node> parse(String source, String text, Problems problems) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(source)
            .setSchema(SCHEMA)
            .setCodePointLimit(MAX_CHARACTERS)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .build();
    try {
      return new Compose(settings).composeString(text).filter(node -> isReadable(node, problems));
    } catch (MarkedYamlEngineException e) {
      // Of its message, what quotes the text is left out: that may be a secret.
      Place place = e.getProblemMark().map(Place::of).orElse(new Place(source, 1));
      String problem = e.getProblem().replaceFirst("(undefined (alias|tag handle)) .*", "$1");
      problems.addUnreadable(place, "not valid YAML: " + problem);
    } catch (YamlEngineException e) {
      problems.addUnreadable(new Place(source, 1), "not valid YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static boolean isReadable(Node node, Problems problems) {
    if (node.isRecursive()) {
      problems.addUnreadable(Place.of(node), "a value cannot hold an alias of itself");
      return false;
    }
    if (!CORE.contains(node.getTag())) {
      problems.addUnreadable(
          Place.of(node), "tags are not known here; quote a text that begins with !");
      return false;
    }
    boolean readable = true;
    if (node instanceof SequenceNode list) {
      for (Node element : list.getValue()) {
        readable &= isReadable(element, problems);
      }
    } else if (node instanceof MappingNode map) {
      Set<String> names = new HashSet<>();
      for (NodeTuple tuple : map.getValue()) {
        readable &= isName(tuple.getKeyNode(), names, problems);
        readable &= isReadable(tuple.getValueNode(), problems);
      }
    }
    return readable;
  }

  private static boolean isName(Node node, Set<String> names, Problems problems) {
    if (!(node instanceof ScalarNode key)) {
      problems.addUnreadable(Place.of(node), "a key is expected to be text");
      return false;
    }
    if (!names.add(key.getValue())) {
      problems.add(Place.of(key), "key " + key.getValue() + " is written twice");
    }
    return true;
  }

  /** The text of a key. */
  static String name(NodeTuple tuple) {
    return ((ScalarNode) tuple.getKeyNode()).getValue();
  }

  static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  /** A value on one line, as it can be written in a file. */
  static String text(Node node) {
    SequenceNode list = new SequenceNode(Tag.SEQ, List.of(flow(node)), FlowStyle.FLOW);
    String text =
        new Present(ONE_LINE)
            .emitToString(new Serialize(ONE_LINE).serializeOne(list).iterator())
            .strip();
    return text.substring(1, text.length() - 1);
  }

  private static Node flow(Node node) {
    if (node instanceof SequenceNode list) {
      return new SequenceNode(
          Tag.SEQ, list.getValue().stream().map(Yaml::flow).toList(), FlowStyle.FLOW);
    }
    if (node instanceof MappingNode map) {
      return new MappingNode(
          Tag.MAP,
          map.getValue().stream()
              .map(t -> new NodeTuple(t.getKeyNode(), flow(t.getValueNode())))
              .toList(),
          FlowStyle.FLOW);
    }
    return node;
  }
}
