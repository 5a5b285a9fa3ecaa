package io.nightjar.cli;

import io.nightjar.config.ConfigLoader;
import io.nightjar.config.ConfigText;
import io.nightjar.config.LoadedConfig;
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
    return load(first, List.of());
  }

  /**
   * The configuration in force over files that come before the user's own.
   *
   * @param settings assignments that come before the user's own
   */
  LoadedConfig load(List<ConfigText> first, List<String> settings) {
    List<ConfigText> overlays = new ArrayList<>(first);
    files.forEach(file -> overlays.add(ConfigText.read(file)));
    List<String> all = new ArrayList<>(settings);
    all.addAll(assignments);
    if (warehouse != null) {
      all.add(assignment("warehouse", warehouse));
    }
    return ConfigLoader.load(overlays, all);
  }

  /** A text as the value of a key, whatever is in it. */
  static String assignment(String key, String text) {
    return key + "=" + Json.write(text).strip();
  }
}
