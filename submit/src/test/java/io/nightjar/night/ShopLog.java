package io.nightjar.night;

import java.nio.file.Path;
import java.util.stream.Stream;

/** A generated log with its catalogues in a folder, and what a small night over it needs. */
public record ShopLog(Path folder) {
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
        "train={rank: 4, iterations: 3, blocks: 3, checkpoint-interval: 2}",
        "similarity.blocks=3",
        "popularity={segment-by: country, min-users-per-segment: 5}",
        "recommend={n: 5, candidates: 20, partitions: 3}",
        "evaluate.k=[5]",
        "publish.min-ndcg-over-popularity=0");
  }
}
