package io.nightjar.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Length, hash and row count of files, taken from what is on disk by the cluster. */
final class DataFiles {
  private static final int MAX_TASKS = 64;

  /** Files that are not worth a job of the cluster. */
  private static final int FEW = 4;

  /**
   * Gives new files their final bytes and describes them.
   *
   * @param paths below the data folder
   * @return descriptions, sorted by stable path
   */
  static List<DataFile> describe(SparkSession session, Path data, List<String> paths) {
    var conf = new SerializableConfiguration(session.sessionState().newHadoopConf());
    String folder = data.toString();
    List<DataFile> described = map(session, paths, path -> describe(folder, path, conf.value()));
    return described.stream().sorted(Comparator.comparing(DataFile::stablePath)).toList();
  }

  /**
   * Compares files with what their manifest says.
   *
   * @param data folder that they lie below
   * @return those that differ, are missing or cannot be read, in the order given
   */
  static List<Damage> damages(SparkSession session, Path data, List<DataFile> files) {
    var conf = new SerializableConfiguration(session.sessionState().newHadoopConf());
    String folder = data.toString();
    List<List<Damage>> found = map(session, files, file -> damage(folder, file, conf.value()));
    return found.stream().flatMap(List::stream).toList();
  }

  /** Results in the order of the inputs, by tasks of the cluster if it is worth some. */
  private static <A, B> List<B> map(SparkSession session, List<A> inputs, Work<A, B> work) {
    if (inputs.size() <= FEW) {
      return inputs.stream().map(work::on).toList();
    }
    return JavaSparkContext.fromSparkContext(session.sparkContext())
        .parallelize(inputs, Math.min(inputs.size() / FEW, MAX_TASKS))
        .map(work::on)
        .collect();
  }

  /** What is done to each of some files, here or elsewhere. */
  private interface Work<A, B> extends Serializable {
    B on(A input);
  }

  /** What is wrong with a file, if anything. */
  private static List<Damage> damage(String folder, DataFile file, Configuration hadoop) {
    Path path = new Path(folder, file.path());
    try {
      Digest found = Digest.of(path, hadoop);
      return found.bytes() == file.bytes() && found.sha256().equals(file.sha256())
          ? List.of()
          : List.of(
              new Damage(
                  path.toString(),
                  "has %,d bytes of hash %s, its manifest says %,d of %s"
                      .formatted(found.bytes(), found.sha256(), file.bytes(), file.sha256())));
    } catch (FileNotFoundException e) {
      return List.of(new Damage(path.toString(), "is missing"));
    } catch (IOException e) {
      return List.of(new Damage(path.toString(), "cannot be read: " + e.getMessage()));
    }
  }

  private static DataFile describe(String folder, String relative, Configuration hadoop) {
    Path path = new Path(folder, relative);
    try {
      long rows = StableFooter.give(path, hadoop);
      Digest digest = Digest.of(path, hadoop);
      return new DataFile(relative, digest.bytes(), digest.sha256(), rows);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read back what was written to " + path, e);
    }
  }

  /** Length and hash of a file as it is on disk. */
  private record Digest(long bytes, String sha256) {
    static Digest of(Path path, Configuration hadoop) throws IOException {
      var digest = Json.sha256();
      long bytes = 0;
      try (InputStream in = path.getFileSystem(hadoop).open(path)) {
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
          bytes += read;
        }
      }
      return new Digest(bytes, HexFormat.of().formatHex(digest.digest()));
    }
  }

  private DataFiles() {}
}
