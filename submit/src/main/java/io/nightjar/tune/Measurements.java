package io.nightjar.tune;

import io.nightjar.run.CodeVersion;
import io.nightjar.store.ExclusiveFile;
import io.nightjar.store.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What was measured, a file each: a search that was stopped goes on where it was. Named by all that
 * a measurement depends on.
 */
final class Measurements {
  private final Path folder;
  private final String setting;
  private final Configuration hadoop;

  /**
   * The measurements of a search.
   *
   * @param setting hash of the configuration in force and of the night
   */
  Measurements(Path folder, String setting, Configuration hadoop) {
    this.folder = folder;
    this.setting = setting;
    this.hadoop = hadoop;
  }

  /** A measurement that was made before. */
  Optional<Measured> find(Map<String, String> settings, double share) {
    Path file = file(settings, share);
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Optional.of(Json.read(text, Measured.class));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /** Keeps a measurement. */
  void keep(Map<String, String> settings, Measured measured) {
    Path file = file(settings, measured.share());
    try {
      ExclusiveFile.create(file, Json.write(measured), hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private Path file(Map<String, String> settings, double share) {
    String name = Json.hash(List.of(setting, CodeVersion.CURRENT, settings, share));
    return new Path(folder, name.substring(0, 16) + ".json");
  }
}
