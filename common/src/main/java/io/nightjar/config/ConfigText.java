package io.nightjar.config;

import io.nightjar.run.UserError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The text of one configuration file.
 *
 * @param name how messages call it, such as its path
 * @param text YAML
 */
public record ConfigText(String name, String text) {
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

  /**
   * Reads a file.
   *
   * @param location a path of this machine, or a URI of any file system that Hadoop knows
   * @throws UserError where there is no such file, or it is not UTF-8 text or too long
   */
  public static ConfigText read(String location) {
    try (InputStream in = open(location)) {
      byte[] bytes = in.readNBytes(4 * Yaml.MAX_CHARACTERS + 1);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new ConfigText(location, text);
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw new UserError(
          "Cannot read the configuration file %s: it is not there".formatted(location), e);
    } catch (CharacterCodingException e) {
      throw new UserError(
          "Cannot read the configuration file %s: it is not UTF-8 text".formatted(location), e);
    } catch (IOException e) {
      throw new UserError(
          "Cannot read the configuration file %s: %s".formatted(location, e.getMessage()), e);
    }
  }

  private static InputStream open(String location) throws IOException {
    if (!URI.matcher(location).matches()) {
      return Files.newInputStream(java.nio.file.Path.of(location));
    }
    Path path = new Path(location);
    return path.getFileSystem(new Configuration()).open(path);
  }
}
