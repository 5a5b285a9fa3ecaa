package io.nightjar.cluster;

import io.nightjar.night.ShopLog;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What follows {@code spark-submit --master …} for a night from the application jar. */
public final class NightCommand {
  /** The project's own settings. */
  static final Path CONF = Path.of("../conf").toAbsolutePath().normalize();

  /** So short a life is mostly spent on compiling: the second compiler costs more than it gives. */
  private static final String QUICK_START =
      "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m";

  /** Where days begin elsewhere, and a capital I has a small letter of its own. */
  private static final String ELSEWHERE =
      " -Duser.timezone=Pacific/Apia -Duser.language=tr -Duser.country=TR"
          + " -Dfile.encoding=ISO-8859-1";

  /** A night over a log, by JVMs of another time zone, language and charset than the tests'. */
  public static List<String> run(ShopLog log, LocalDate date, Path warehouse) {
    return run(log, date, warehouse, CONF.resolve("spark-defaults.conf"));
  }

  /** The same with Spark's settings from a file. */
  static List<String> run(ShopLog log, LocalDate date, Path warehouse, Path properties) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--properties-file", properties.toString()));
    words.addAll(List.of("--conf", "spark.ui.enabled=false"));
    words.addAll(List.of("--conf", "spark.sql.shuffle.partitions=4"));
    String logging = "-Dlog4j2.configurationFile=" + CONF.resolve("log4j2.properties").toUri();
    words.addAll(List.of("--driver-java-options", QUICK_START + ELSEWHERE + " " + logging));
    words.addAll(List.of("--conf", "spark.executor.extraJavaOptions=" + QUICK_START + ELSEWHERE));
    words.add(Path.of("target/nightjar.jar").toAbsolutePath().toString());
    words.addAll(List.of("run", "--date", date.toString(), "--warehouse", warehouse.toString()));
    for (String setting : log.nightSettings()) {
      words.addAll(List.of("--set", setting));
    }
    return words;
  }

  private NightCommand() {}
}
