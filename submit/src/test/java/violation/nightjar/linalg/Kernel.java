package violation.nightjar.linalg;

import org.apache.spark.sql.SparkSession;

/** A kernel that knows Spark. */
final class Kernel {
  private Kernel() {}

  static boolean running() {
    return SparkSession.getActiveSession().isDefined();
  }
}
