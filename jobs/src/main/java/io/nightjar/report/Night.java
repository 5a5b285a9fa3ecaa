package io.nightjar.report;

import io.nightjar.run.StageResult;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What is known of a night when it ends, whether released or refused.
 *
 * @param run name of the run; also the name of the report's folder
 * @param date logical date
 * @param since the first day of events that its jobs worked on, where older ones are not read
 * @param configHash hash of the whole configuration in force
 * @param seeds every seed, by the key that sets it, such as {@code train.seed}
 * @param verdict how it ended
 * @param startedAt wall clock when it began
 * @param elapsed wall time of the whole run
 * @param stages the jobs that finished, in the order they ran
 */
public record Night(
    String run,
    LocalDate date,
    Optional<LocalDate> since,
    String configHash,
    SortedMap<String, Long> seeds,
    Verdict verdict,
    Instant startedAt,
    Duration elapsed,
    List<StageResult> stages) {}
