package io.nightjar.report;

import java.util.List;
import java.util.SortedMap;

/**
 * The report of a night: the content of {@code report.json}. Only {@code startedAt} and what is
 * named {@code elapsed…} come from the wall clock; all else is equal for equal nights.
 *
 * @param date logical date, {@code yyyy-MM-dd}
 * @param run name of the run
 * @param startedAt wall clock when the run began, ISO-8601 UTC
 * @param elapsedSeconds wall time of the run
 * @param codeVersion version of Nightjar
 * @param configHash hash of the configuration in force
 * @param seeds every seed, by its key
 * @param verdict how the night ended
 * @param serving number of the release that readers now see; 0 for none
 * @param balances what became of the rows read, for each table that is read from files
 * @param quarantine rows quarantined, by reason, most first
 * @param metrics offline quality, sorted by model, metric and k; empty if not measured
 * @param slices NDCG over some of the users, sorted by slice and model
 * @param stages the jobs, in the order they ran
 * @param tables the snapshots, in the order they were written
 * @param eventsByDay events of the last days, sorted by date and type; days without are left out
 * @param historyLengths users by number of items, ascending
 * @param popularity share of interactions that the most popular items hold, ascending
 */
public record NightReport(
    String date,
    String run,
    String startedAt,
    double elapsedSeconds,
    String codeVersion,
    String configHash,
    SortedMap<String, Long> seeds,
    Verdict verdict,
    long serving,
    List<Balance> balances,
    List<Quarantined> quarantine,
    List<MetricValue> metrics,
    List<SliceValue> slices,
    List<Stage> stages,
    List<TableState> tables,
    List<DayCount> eventsByDay,
    List<HistoryBin> historyLengths,
    List<TopShare> popularity) {

  /**
   * What became of the rows read; {@code unaccounted} is 0 unless something is lost.
   *
   * @param table table that the accepted rows went to
   * @param source configured source, or an empty text for all of them
   * @param read rows read
   * @param accepted rows that are in the table
   * @param duplicate rows that were there already
   * @param quarantined rows refused
   * @param unaccounted read − accepted − duplicate − quarantined
   */
  public record Balance(
      String table,
      String source,
      long read,
      long accepted,
      long duplicate,
      long quarantined,
      long unaccounted) {}

  /**
   * Rows quarantined for one reason, with one of them.
   *
   * @param reason why
   * @param rows how many
   * @param file file that the example came from; empty if there is none
   * @param example beginning of its bytes as text
   */
  public record Quarantined(String reason, long rows, String file, String example) {}

  /**
   * One metric of one model.
   *
   * @param model recipe that made the lists, such as {@code blend}
   * @param metric name, such as {@code ndcg}
   * @param k length the lists were cut to
   * @param value tonight
   * @param low lower end of the interval that it lies in with 95 % confidence, or null
   * @param high upper end of that interval, or null
   * @param pPopularity how likely chance alone sets it so far apart from popularity's, or null
   * @param pLastNight how likely chance alone sets it so far apart from that of the night before's
   *     model, or null
   */
  public record MetricValue(
      String model,
      String metric,
      int k,
      double value,
      Double low,
      Double high,
      Double pPopularity,
      Double pLastNight) {}

  /**
   * NDCG of one model over some of the users, or of what is relevant to them by some events.
   *
   * @param slice which, such as {@code event:buy}, {@code segment:DE} or {@code history:005-019},
   *     the users learnt from with so many items
   * @param model recipe that made the lists
   * @param k length the lists were cut to
   * @param ndcg mean over the users
   * @param users how many there are
   */
  public record SliceValue(String slice, String model, int k, double ndcg, long users) {}

  /**
   * One job in one lane.
   *
   * @param job its name
   * @param lane {@code serve} or {@code holdout}
   * @param resumed whether its results were there already
   * @param elapsedSeconds wall time
   */
  public record Stage(String job, String lane, boolean resumed, double elapsedSeconds) {}

  /**
   * One table of the night.
   *
   * @param table path below the warehouse
   * @param snapshot its number in the table's log
   * @param rows rows of all files
   * @param bytes bytes of all files
   * @param files number of files
   * @param checks number of audit checks that it passed
   * @param rowsBefore rows the night before, or null
   * @param counts what the job counted
   */
  public record TableState(
      String table,
      long snapshot,
      long rows,
      long bytes,
      int files,
      int checks,
      Long rowsBefore,
      SortedMap<String, Long> counts) {}

  /** Events of one type on one UTC day. */
  public record DayCount(String date, String type, long events) {}

  /** Users with at least {@code from} and at most {@code to} items. */
  public record HistoryBin(long from, long to, long users) {}

  /**
   * A point of the popularity curve.
   *
   * @param items share of items, the most popular first, 0..1
   * @param interactions share of interactions that they hold, 0..1
   */
  public record TopShare(double items, double interactions) {}
}
