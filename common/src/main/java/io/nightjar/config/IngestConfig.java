package io.nightjar.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sources of a night and the limits that stop it. Every mapping is a Spark SQL expression. */
public record IngestConfig(
    Map<String, EventSource> events,
    Map<String, ItemSource> items,
    Map<String, UserSource> users,
    CatalogueMode catalogueMode,
    @Range(min = 1) int maxIdBytes,
    @Range(min = 1) int maxLineBytes,
    Limits limits) {

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
      Map<String, String> context) {}

  /** A catalogue of items. */
  public record ItemSource(
      FilesConfig files,
      String item,
      Optional<String> title,
      Optional<String> categories,
      String categorySeparator,
      Optional<String> available,
      Map<String, String> attributes) {}

  /** A catalogue of users. */
  public record UserSource(FilesConfig files, String user, Map<String, String> attributes) {}

  /** What a catalogue read tonight does to the one of the night before. */
  public enum CatalogueMode {
    /** Tonight's files are the whole catalogue. */
    REPLACE,
    /** Tonight's rows replace those of the same id; others stay. */
    UPSERT
  }

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
