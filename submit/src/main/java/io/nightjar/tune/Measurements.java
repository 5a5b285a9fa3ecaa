package io.nightjar.tune;

import io.nightjar.store.ExclusiveFile;
import io.nightjar.store.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What was measured, a file each, named by a hash of all that the measurement depends on: a search
 * that was stopped goes on where it was, and one with more trials takes over what it can.
 */
final class Measurements {
  private final Path folder;
  private final Configuration hadoop;

  Measurements(Path folder, Configuration hadoop) {
    this.folder = folder;
    this.hadoop = hadoop;
  }

  /** A measurement that was made before. */
  Optional<Measured> find(String hash) {
    Path file = file(hash);
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
  void keep(String hash, Measured measured) {
    Path file = file(hash);
    try {
      ExclusiveFile.create(file, Json.write(measured), hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private Path file(String hash) {
    return new Path(folder, hash + ".json");
  }
}
