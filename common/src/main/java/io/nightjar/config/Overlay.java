package io.nightjar.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One layer of configuration over another. */
final class Overlay {
  private Overlay() {}

  /**
   * Maps merge key by key, in the order in which keys first appear; lists and single values
   * replace. Nothing over a map leaves it as it is, so a section whose keys are all commented out
   * changes nothing.
   */
  static Node merge(Node below, Node above) {
    if (!(below instanceof MappingNode lower)) {
      return above;
    }
    if (Yaml.isNull(above)) {
      return below;
    }
    if (!(above instanceof MappingNode upper)) {
      return above;
    }
    Map<String, NodeTuple> merged = new LinkedHashMap<>();
    lower.getValue().forEach(tuple -> merged.put(Yaml.name(tuple), tuple));
    upper.getValue().forEach(tuple -> merged.merge(Yaml.name(tuple), tuple, Overlay::merge));
    return map(new ArrayList<>(merged.values()), upper);
  }

  /** The value as it would stand in a file under the names of {@code key}. */
  static Node nest(Key key, Node value) {
    Node node = value;
    for (int i = key.names().size() - 1; i >= 0; i--) {
      ScalarNode name =
          new ScalarNode(
              Tag.STR,
              true,
              key.names().get(i),
              ScalarStyle.PLAIN,
              value.getStartMark(),
              value.getEndMark());
      node = map(List.of(new NodeTuple(name, node)), value);
    }
    return node;
  }

  /** The value of one key over another, where the upper one was written. */
  static NodeTuple merge(NodeTuple below, NodeTuple above) {
    return new NodeTuple(above.getKeyNode(), merge(below.getValueNode(), above.getValueNode()));
  }

  private static MappingNode map(List<NodeTuple> tuples, Node place) {
    return new MappingNode(
        Tag.MAP, true, tuples, FlowStyle.BLOCK, place.getStartMark(), place.getEndMark());
  }
}
