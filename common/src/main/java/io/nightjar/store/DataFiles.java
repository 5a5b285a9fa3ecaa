package io.nightjar.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
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
  static List<DataFile> describe(SparkSession session, Path data, List<String> paths)
      throws IOException {
    var conf = new SerializableConfiguration(session.sessionState().newHadoopConf());
    String folder = data.toString();
    List<DataFile> described = new ArrayList<>();
    if (paths.size() <= FEW) {
      for (String path : paths) {
        described.add(describe(folder, path, conf.value()));
      }
    } else {
      described.addAll(
          JavaSparkContext.fromSparkContext(session.sparkContext())
              .parallelize(paths, Math.min(paths.size() / FEW, MAX_TASKS))
              .map(path -> describe(folder, path, conf.value()))
              .collect());
    }
    return described.stream().sorted(Comparator.comparing(DataFile::stablePath)).toList();
  }

  private static DataFile describe(String folder, String relative, Configuration hadoop)
      throws IOException {
    Path path = new Path(folder, relative);
    long rows = StableFooter.give(path, hadoop);
    var digest = Json.sha256();
    long bytes = 0;
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        bytes += read;
      }
    }
    return new DataFile(relative, bytes, HexFormat.of().formatHex(digest.digest()), rows);
  }

  private DataFiles() {}
}
