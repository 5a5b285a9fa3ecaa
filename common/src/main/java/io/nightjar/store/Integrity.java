package io.nightjar.store;

import io.nightjar.run.UserError;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Compares files with their manifests before they are read. Files never change, so each is hashed
 * once a process: by this class, or when it was written.
 */
final class Integrity {
  private final SparkSession session;
  private final Set<Path> sound = ConcurrentHashMap.newKeySet();

  Integrity(SparkSession session) {
    this.session = session;
  }

  /** Takes files for sound, for they were hashed when they were written. */
  void trust(Path data, List<DataFile> files) {
    files.forEach(file -> sound.add(new Path(data, file.path())));
  }

  /**
   * Checks files that were not checked before.
   *
   * @param data folder that they lie below
   * @throws UserError naming those that are damaged
   */
  void require(TableId id, Path data, List<DataFile> files) {
    List<DataFile> unknown =
        files.stream().filter(file -> !sound.contains(new Path(data, file.path()))).toList();
    List<Damage> damages = DataFiles.damages(session, data, unknown);
    if (!damages.isEmpty()) {
      throw new UserError(
          ("Cannot read table %s: %d of its files %s damaged: %s; restore what is damaged from a"
                  + " copy, or make its night again: `run --again`; meanwhile `rollback` serves an"
                  + " earlier release")
              .formatted(id, damages.size(), damages.size() == 1 ? "is" : "are", some(damages)));
    }
    trust(data, unknown);
  }

  private static String some(List<Damage> damages) {
    int most = 5;
    String named =
        damages.stream()
            .limit(most)
            .map(Damage::toString)
            .collect(java.util.stream.Collectors.joining("; "));
    return damages.size() > most ? named + "; and others: see `verify`" : named;
  }
}
