package io.nightjar.run;

import io.nightjar.store.Lane;
import io.nightjar.store.Snapshot;
import java.time.Duration;
import java.util.SortedMap;

/**
 * What came of one job.
 *
 * @param job its name
 * @param lane which side of the night
 * @param resumed whether its results were there already
 * @param elapsed wall time
 * @param outputs its snapshots, by table path
 */
public record StageResult(
    String job,
    Lane lane,
    boolean resumed,
    Duration elapsed,
    SortedMap<String, Snapshot> outputs) {}
