package io.nightjar.faults;

import io.nightjar.SharedSpark;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * How clients of HDFS close files here: they ask again soon whether a file's last block has
 * arrived, which it has a moment after its last byte. By default they sleep for 400 ms first, at
 * each file.
 */
final class HdfsClients {
  private static final String DELAY =
      "dfs.client.block.write.locateFollowingBlock.initial.delay.ms";

  private static final int MILLIS = 10;

  /** Says so to another JVM's Spark. */
  static final List<String> OPTIONS = List.of("-Dspark.hadoop." + DELAY + "=" + MILLIS);

  /** Says so to the clients of a configuration, and to those of this JVM's Spark. */
  static void askSoon(Configuration conf) {
    conf.setInt(DELAY, MILLIS);
    SharedSpark.session().sparkContext().hadoopConfiguration().setInt(DELAY, MILLIS);
  }

  private HdfsClients() {}
}
