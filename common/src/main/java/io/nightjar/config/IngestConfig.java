package io.nightjar.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The sources of a night and the limits that stop it. Every mapping is a Spark SQL expression. */
public record IngestConfig(
    Optional<String> folder,
    Map<String, EventSource> events,
    Map<String, ItemSource> items,
    Map<String, UserSource> users,
    CatalogueMode catalogueMode,
    @Range(min = 1) int maxIdBytes,
    @Range(min = 1) int maxLineBytes,
    @Range(min = 1) int maxColumns,
    @Range(min = 1) int maxFiles,
    @Range(min = 1) int maxExpansion,
    Pseudonyms pseudonyms,
    Limits limits) {

  /** The same sources with paths that need no {@link #folder()}. */
  public IngestConfig located() {
    return new IngestConfig(
        Optional.empty(),
        mapValues(events, s -> s.withFiles(s.files().below(folder))),
        mapValues(items, s -> s.withFiles(s.files().below(folder))),
        mapValues(users, s -> s.withFiles(s.files().below(folder))),
        catalogueMode,
        maxIdBytes,
        maxLineBytes,
        maxColumns,
        maxFiles,
        maxExpansion,
        pseudonyms,
        limits);
  }

  private static <T> Map<String, T> mapValues(Map<String, T> map, UnaryOperator<T> change) {
    Map<String, T> changed = new LinkedHashMap<>();
    map.forEach((key, value) -> changed.put(key, change.apply(value)));
    return Collections.unmodifiableMap(changed);
  }

  /** A log of events. */
  public record EventSource(
      FilesConfig files,
      String user,
      String item,
      String event,
      Optional<String> value,
      String time,
      String timeFormat,
      String zone,
      Map<String, String> context) {
    private EventSource withFiles(FilesConfig located) {
      return new EventSource(located, user, item, event, value, time, timeFormat, zone, context);
    }
  }

  /** A catalogue of items. */
  public record ItemSource(
      FilesConfig files,
      String item,
      Optional<String> title,
      Optional<String> categories,
      String categorySeparator,
      Optional<String> available,
      Map<String, String> attributes) {
    private ItemSource withFiles(FilesConfig located) {
      return new ItemSource(
          located, item, title, categories, categorySeparator, available, attributes);
    }
  }

  /** A catalogue of users. */
  public record UserSource(FilesConfig files, String user, Map<String, String> attributes) {
    private UserSource withFiles(FilesConfig located) {
      return new UserSource(located, user, attributes);
    }
  }

  /** What a catalogue read tonight does to the one of the night before. */
  public enum CatalogueMode {
    /** Tonight's files are the whole catalogue. */
    REPLACE,
    /** Tonight's rows replace those of the same id; others stay. */
    UPSERT
  }

  /**
   * What stands for users' ids.
   *
   * @param key of the keyed hash; without one, ids are kept as they are
   * @param keyVersion what the key is called in manifests
   */
  public record Pseudonyms(Optional<Secret> key, @Range(min = 1) int keyVersion) {}

  /** Bounds past which a night's input is refused. */
  public record Limits(
      @Range(min = 0, max = 1) double quarantinedShare,
      @Range(min = 0, max = 1) double futureShare,
      @Range(min = 0, max = 1) double volumeDrop,
      @Range(min = 1) int volumeNights) {}

  /** Names of the configured event sources, in order. */
  public List<String> eventSources() {
    return List.copyOf(events.keySet());
  }
}
