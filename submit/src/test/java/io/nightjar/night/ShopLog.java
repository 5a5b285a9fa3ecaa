package io.nightjar.night;

import io.nightjar.SharedSpark;
import io.nightjar.TestNight;
import io.nightjar.generate.Generator;
import io.nightjar.generate.LogWriter;
import io.nightjar.run.Overrides;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Stream;

/** A generated log with its catalogues in a folder, and what a small night over it needs. */
public record ShopLog(Path folder) {
  /** The last day of a {@link #small} log. */
  public static final LocalDate LAST_DAY = LocalDate.of(2026, 1, 6);

  /** Writes a log of six days, 60 users, 40 items and 1,500 events. */
  public static ShopLog small(Path folder) throws IOException {
    LocalDate first = LAST_DAY.minusDays(5);
    LogWriter.write(
        SharedSpark.session(),
        new Generator.Spec(60, 40, 6, 1_500, 7, first, 0, 1),
        folder.toString());
    return new ShopLog(folder);
  }

  /** A night over the log in a warehouse of any file system. */
  public TestNight night(String warehouse, LocalDate date) {
    return new TestNight(warehouse, date, nightSettings());
  }

  /** Runs a night over the log in a warehouse of any file system. */
  public NightResult run(String warehouse, LocalDate date, Progress progress) {
    return run(night(warehouse, date), date, progress, false);
  }

  /** Runs a night. */
  public static NightResult run(TestNight night, LocalDate date, Progress progress, boolean again) {
    return new Night(
            SharedSpark.session(), night.config(), night.store(), progress, again, Overrides.NONE)
        .run(date);
  }

  /** Settings that read the events, on top of which come others. */
  public String[] eventSettings(String... more) {
    return Stream.concat(
            Stream.of(
                "ingest.folder=" + folder,
                "ingest.events.shop={files: {path: events}, user: user_id, item: item_id,"
                    + " event: event, value: value, time: time, context: {device: device}}",
                "prepare.events={view: {seen: false}, cart: {weight: 3}, purchase: {weight: 5},"
                    + " rating: {transform: linear, dislike-below: 3}}"),
            Stream.of(more))
        .toArray(String[]::new);
  }

  /** Settings of a whole night, small but with several files a table. */
  public String[] nightSettings() {
    return eventSettings(
        "ingest.items.catalogue={files: {path: items.csv}, item: item_id, title: title,"
            + " categories: categories, available: available}",
        "ingest.users.catalogue={files: {path: users.csv}, user: user_id,"
            + " attributes: {country: country}}",
        "store.rows-per-file=400",
        "prepare.half-life-days=30",
        "train={rank: 4, start-iterations: 1, iterations: 3, blocks: 2, checkpoint-interval: 2}",
        "similarity.blocks=2",
        "popularity={segment-by: country, min-users-per-segment: 5}",
        "recommend={n: 5, candidates: 20, partitions: 2}",
        "evaluate.k=[5]",
        "publish.min-ndcg-over-popularity=0");
  }
}
