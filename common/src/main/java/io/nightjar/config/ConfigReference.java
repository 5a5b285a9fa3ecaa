package io.nightjar.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** The manual of the configuration: {@code reference.yaml} with its comments, key by key. */
public final class ConfigReference {
  private static final Pattern COMMENT =
      Pattern.compile("(?:\\[(?<values>[^]]*)] ?)?(?<meaning>.*)");

  /**
   * What the manual says about one key.
   *
   * @param section whether there are keys below it, and so no default
   * @param fallback the default as YAML
   * @param values unit, range, choices: the bracket of the comment
   */
  record Entry(Key key, boolean section, String fallback, String values, String meaning) {}

  private ConfigReference() {}

  /** Every key but the {@code "*"} that stand for names, in order. */
  static List<Entry> entries() {
    String text = ConfigLoader.reference();
    Problems problems = new Problems(List.of(Place.REFERENCE));
    Node root = Yaml.parse(Place.REFERENCE, text, problems).orElseThrow();
    problems.throwIfAny();
    List<Entry> entries = new ArrayList<>();
    collect(Key.ROOT, (MappingNode) root, text.lines().toList(), entries);
    return entries;
  }

  /** The manual as Markdown: a heading and a table of keys for each section. */
  public static String markdown() {
    StringBuilder out =
        new StringBuilder("`*` stands for a name of your own choice, and `~` means: not set.\n\n");
    boolean inTable = false;
    for (Entry entry : entries()) {
      if (entry.section() && entry.key().names().size() == 1) {
        out.append("\n### ").append(entry.key()).append("\n\n");
        out.append(entry.meaning()).append("\n\n");
        inTable = false;
      } else {
        if (!inTable) {
          out.append("| Key | Default | Values | Meaning |\n|---|---|---|---|\n");
          inTable = true;
        }
        out.append(row(entry));
      }
    }
    return out.toString();
  }

  private static void collect(Key above, MappingNode map, List<String> lines, List<Entry> entries) {
    for (NodeTuple tuple : map.getValue()) {
      Key key = above.child(Yaml.name(tuple));
      boolean section =
          tuple.getValueNode() instanceof MappingNode below && !below.getValue().isEmpty();
      if (!Yaml.name(tuple).equals(Binder.DEFAULTS)) {
        Matcher comment = COMMENT.matcher(commentAbove(Place.of(tuple.getKeyNode()), lines));
        if (!comment.matches()) {
          throw new IllegalStateException("Cannot read the comment of " + key);
        }
        entries.add(
            new Entry(
                key,
                section,
                section ? "" : Yaml.text(tuple.getValueNode()),
                comment.group("values") == null ? "" : comment.group("values"),
                comment.group("meaning")));
      }
      if (section) {
        collect(key, (MappingNode) tuple.getValueNode(), lines, entries);
      }
    }
  }

  /** The lines of comment right above a key, as one. */
  private static String commentAbove(Place key, List<String> lines) {
    Deque<String> comment = new ArrayDeque<>();
    for (int i = key.line() - 2; i >= 0 && lines.get(i).strip().startsWith("#"); i--) {
      comment.addFirst(lines.get(i).strip().substring(1).strip());
    }
    return comment.stream().collect(Collectors.joining(" "));
  }

  private static String row(Entry entry) {
    String fallback = entry.section() ? "" : "`" + entry.fallback().replace("|", "\\|") + "`";
    return "| `%s` | %s | %s | %s |\n"
        .formatted(entry.key(), fallback, cell(entry.values()), cell(entry.meaning()));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
  }
}
