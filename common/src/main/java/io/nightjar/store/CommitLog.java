package io.nightjar.store;

import io.nightjar.run.UserError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * An append-only log of records in files {@code 1.json}, {@code 2.json} …: the only place where
 * anything becomes visible. An entry is created exclusively, so a log has one order, and every
 * reader sees a prefix of it.
 *
 * @param <T> the record of an entry
 */
class CommitLog<T> {
  /** An entry and its place in the log, from 1. */
  record Entry<T>(long sequence, T value) {}

  private final Path folder;
  private final Class<T> type;
  private final Configuration hadoop;

  CommitLog(Path folder, Class<T> type, Configuration hadoop) {
    this.folder = folder;
    this.type = type;
    this.hadoop = hadoop;
  }

  /** The newest entry. */
  Optional<Entry<T>> latest() {
    return latest(entry -> true);
  }

  /** The newest entry that the condition holds for. */
  Optional<Entry<T>> latest(Predicate<Entry<T>> condition) {
    long[] newestFirst = sequences();
    for (int i = newestFirst.length - 1; i >= 0; i--) {
      Entry<T> entry = entry(newestFirst[i]);
      if (condition.test(entry)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /** Sequences of all entries, ascending. */
  long[] sequences() {
    try {
      FileStatus[] files =
          fileSystem().listStatus(folder, path -> path.getName().matches("[1-9][0-9]*\\.json"));
      return Arrays.stream(files)
          .map(file -> file.getPath().getName())
          .mapToLong(name -> Long.parseLong(name.substring(0, name.length() - 5)))
          .sorted()
          .toArray();
    } catch (FileNotFoundException e) {
      return LongStream.empty().toArray();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder, e);
    }
  }

  /**
   * Reads one entry.
   *
   * @throws UserError if it is not as it was appended
   */
  Entry<T> entry(long sequence) {
    Path path = path(sequence);
    try (InputStream in = fileSystem().open(path)) {
      return new Entry<>(
          sequence, Json.unseal(new String(in.readAllBytes(), StandardCharsets.UTF_8), type));
    } catch (FileNotFoundException | ChecksumException | IllegalArgumentException e) {
      throw new UserError(
          "%s is damaged: %s; restore it from a copy".formatted(path, e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }

  /**
   * Creates the entry after the given one.
   *
   * @return the entry, or nothing if another writer was first
   */
  Optional<Entry<T>> append(long after, T value) {
    Path path = path(after + 1);
    try {
      return ExclusiveFile.create(path, Json.seal(value), hadoop)
          ? Optional.of(new Entry<>(after + 1, value))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create " + path, e);
    }
  }

  /** Puts another record in the place of an entry's: a reader sees the one or the other. */
  void replace(long sequence, T value) {
    Path path = path(sequence);
    try {
      ExclusiveFile.replace(path, Json.seal(value), hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot replace " + path, e);
    }
  }

  private Path path(long sequence) {
    return new Path(folder, sequence + ".json");
  }

  private FileSystem fileSystem() throws IOException {
    return folder.getFileSystem(hadoop);
  }
}
