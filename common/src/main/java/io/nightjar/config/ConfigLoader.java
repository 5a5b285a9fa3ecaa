package io.nightjar.config;

import io.nightjar.run.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads the configuration of a run: the defaults of {@code reference.yaml}, then overlays, then
 * single assignments; later ones win, key by key.
 */
public final class ConfigLoader {
  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?<key>(?:[^\"=]|\"(?:[^\"\\\\]|\\\\.)*\")+)=(?<value>.*)", Pattern.DOTALL);

  private ConfigLoader() {}

  /**
   * Loads a configuration.
   *
   * @param overlays YAML of differences only, later ones win
   * @param assignments {@code key=value} each, the value being YAML
   * @throws UserError listing every problem there is, with its place
   */
  public static LoadedConfig load(List<ConfigText> overlays, List<String> assignments) {
    List<String> sources = new ArrayList<>(List.of(Place.REFERENCE));
    overlays.forEach(overlay -> sources.add(overlay.name()));
    sources.add(Place.SET);
    Problems problems = new Problems(sources);

    Node root = Yaml.parse(Place.REFERENCE, reference(), problems).orElseThrow();
    for (ConfigText overlay : overlays) {
      root = merge(root, overlay, problems);
    }
    for (String assignment : assignments) {
      root = merge(root, assignment, problems);
    }
    problems.throwIfUnreadable();

    Binder binder = new Binder(problems);
    NightjarConfig config = binder.bind(NightjarConfig.class, root);
    problems.throwIfAny();
    return new LoadedConfig(config, binder.settings());
  }

  /** The text of {@code reference.yaml}. */
  static String reference() {
    try (InputStream in = ConfigLoader.class.getResourceAsStream("/reference.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Node merge(Node root, ConfigText overlay, Problems problems) {
    Node node = Yaml.parse(overlay.name(), overlay.text(), problems).orElse(root);
    if (node instanceof MappingNode || Yaml.isNull(node)) {
      return Overlay.merge(root, node);
    }
    problems.addUnreadable(Place.of(node), "keys are expected, as in key: value");
    return root;
  }

  private static Node merge(Node root, String assignment, Problems problems) {
    Place place = new Place(Place.SET, 1);
    Matcher matcher = ASSIGNMENT.matcher(assignment);
    if (!matcher.matches()) {
      problems.add(place, assignment + ": key=value is expected");
      return root;
    }
    String value = matcher.group("value");
    try {
      Key key = Key.parse(matcher.group("key"));
      return Yaml.parse(Place.SET, value.isBlank() ? "~" : value, problems)
          .map(node -> Overlay.merge(root, Overlay.nest(key, node)))
          .orElse(root);
    } catch (IllegalArgumentException e) {
      problems.add(place, e.getMessage());
      return root;
    }
  }
}
