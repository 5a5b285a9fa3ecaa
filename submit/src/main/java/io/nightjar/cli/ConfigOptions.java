package io.nightjar.cli;

import io.nightjar.config.ConfigLoader;
import io.nightjar.config.ConfigText;
import io.nightjar.config.LoadedConfig;
import io.nightjar.config.NightjarConfig;
import io.nightjar.store.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that make the configuration. */
final class ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "YAML of differences from the defaults: a path, or a URI that Hadoop knows. As many as"
              + " needed; later ones win.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, on top of all files: --set train.rank=32. As many as needed.")
  private List<String> assignments = new ArrayList<>();

  @Option(names = "--warehouse", paramLabel = "DIR", description = "Short for --set warehouse=DIR.")
  private String warehouse;

  /** The configuration in force. */
  LoadedConfig load() {
    return load(List.of());
  }

  /** The configuration in force over files that come before the user's own. */
  LoadedConfig load(List<ConfigText> first) {
    return load(first, List.of(), assignments());
  }

  /** The configuration in force, with assignments on top of all that the user said. */
  NightjarConfig over(List<String> settings) {
    return load(List.of(), assignments(), settings).config();
  }

  /** The configuration in force over a file, and assignments, that come before the user's own. */
  NightjarConfig under(ConfigText file, List<String> settings) {
    return load(List.of(file), settings, assignments()).config();
  }

  private LoadedConfig load(List<ConfigText> first, List<String> below, List<String> above) {
    List<ConfigText> overlays = new ArrayList<>(first);
    files.forEach(file -> overlays.add(ConfigText.read(file)));
    List<String> all = new ArrayList<>(below);
    all.addAll(above);
    return ConfigLoader.load(overlays, all);
  }

  private List<String> assignments() {
    List<String> all = new ArrayList<>(assignments);
    if (warehouse != null) {
      all.add(assignment("warehouse", warehouse));
    }
    return all;
  }

  /** A text as the value of a key, whatever is in it. */
  static String assignment(String key, String text) {
    return key + "=" + Json.write(text).strip();
  }
}
