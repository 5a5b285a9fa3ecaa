package io.nightjar.night;

import io.nightjar.run.Causes;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells a disk or a quota that is full from what else may go wrong. */
public final class FullDisk {
  /**
   * What Linux and HDFS say; of a task on another machine there is only the text. HDFS says the
   * same of DataNodes that are full and of none at all, but for their number.
   */
  private static final Pattern SAID =
      Pattern.compile(
          "(?i)no space left on device|disk quota exceeded|file too large"
              + "|quota of \\S+ is exceeded"
              + "|could only be written to 0 of .* [1-9]\\d* datanode\\(s\\) running"
              + " and (no|0) node\\(s\\) are excluded");

  /** The line that says so, where an exception or what is behind it does. */
  public static Optional<String> said(Throwable error) {
    return Causes.of(error)
        .flatMap(e -> String.valueOf(e.getMessage()).lines())
        .filter(line -> SAID.matcher(line).find())
        .findFirst();
  }

  private FullDisk() {}
}
