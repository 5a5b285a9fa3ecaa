package io.nightjar.night;

import io.nightjar.report.NightReport;
import io.nightjar.run.StageResult;
import io.nightjar.store.Releases;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * What came of a night that was released.
 *
 * @param release what is served now
 * @param stages the stages and the release, in the order they ran
 * @param report counts, metrics and times
 * @param reportFolder folder of {@code report.html} and {@code report.json}
 */
public record NightResult(
    Releases.Numbered release, List<StageResult> stages, NightReport report, Path reportFolder) {}
