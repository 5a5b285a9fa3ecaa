/**
 * From raw logs and catalogues to tables of which every row is accounted for: {@code read =
 * accepted + duplicate + quarantined}.
 *
 * <p>A source is read in two steps. The parse step turns bytes into columns of text ({@link
 * io.nightjar.ingest.CsvSource}, {@link io.nightjar.ingest.JsonSource}, {@link
 * io.nightjar.ingest.ParquetSource}); the configured SQL expressions are then evaluated over those
 * columns ({@link io.nightjar.ingest.Mapping}) and their results checked with column expressions
 * ({@link io.nightjar.ingest.EventRows}, {@link io.nightjar.ingest.ItemRows}, {@link
 * io.nightjar.ingest.UserRows}). A row that fails carries the first {@link
 * io.nightjar.ingest.Reason} that applies, with its file and bytes, and goes to quarantine; no bad
 * row can fail a task.
 *
 * <p>Expressions of the user follow the session: it must run with {@code
 * spark.sql.ansi.enabled=false}, or a cast that fails on one row ends the job.
 */
package io.nightjar.ingest;
