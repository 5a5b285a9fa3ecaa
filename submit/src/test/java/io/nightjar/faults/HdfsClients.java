package io.nightjar.faults;

import io.nightjar.SharedSpark;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * How clients of HDFS close files here, and by {@code conf/spark-defaults.conf}: they ask soon, and
 * more often, whether a file's last block has arrived, which it has a moment after its last byte.
 */
final class HdfsClients {
  private static final String CLOSING = "dfs.client.block.write.locateFollowingBlock.";
  private static final Map<String, Integer> SETTINGS =
      Map.of(CLOSING + "initial.delay.ms", 10, CLOSING + "retries", 11);

  /** Says so to another JVM's Spark. */
  static List<String> options() {
    return SETTINGS.entrySet().stream()
        .map(setting -> "-Dspark.hadoop." + setting.getKey() + "=" + setting.getValue())
        .toList();
  }

  /** Says so to the clients of a configuration, and to those of this JVM's Spark. */
  static void askSoon(Configuration conf) {
    Configuration ofSpark = SharedSpark.session().sparkContext().hadoopConfiguration();
    SETTINGS.forEach(conf::setInt);
    SETTINGS.forEach(ofSpark::setInt);
  }

  private HdfsClients() {}
}
