package io.nightjar.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlanCommandTest {
  /** Two users with two items, one pair twice; and a line that is none. */
  private static final String LOG =
      """
      user,item,event,time
      a,x,view,2026-01-01
      a,y,view,2026-01-01
      b,x,view,2026-01-02
      b,x,view,2026-01-01
      b,y,look,2026-01-01
      """;

  @TempDir private Path folder;

  @Test
  void rowsAndStagesAreToldAndNothingIsWritten() throws IOException {
    Files.writeString(folder.resolve("log.csv"), LOG);

    String out = plan("log.csv").expect(ExitCode.DONE).out();

    assertTrue(out.contains("  read                     5             -\n"), out);
    assertTrue(out.contains("  events                   4             -\n"), out);
    assertTrue(out.contains("  pairs to learn from      3             -\n"), out);
    assertTrue(out.contains("  users                    2             -\n"), out);
    assertTrue(out.contains("  items                    2             -\n"), out);
    assertTrue(out.matches("(?s).*  recommend  serve .* s\n  all .*"), out);
    assertFalse(Files.exists(folder.resolve("warehouse")));
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    Path whole = folder.resolve("whole.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
      out.write(LOG.getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(folder.resolve("log.csv.gz"), java.util.Arrays.copyOf(bytes, bytes.length - 9));

    String err = plan("log.csv.gz").expect(ExitCode.INPUT).err();

    assertTrue(err.contains("log.csv.gz to its end"), err);
  }

  private Shell.Result plan(String file) {
    return Shell.run(
        "plan",
        "--date",
        "2026-01-02",
        "--warehouse",
        folder.resolve("warehouse").toString(),
        "--set",
        "ingest.folder=" + folder,
        "--set",
        "ingest.events.shop={files: {path: %s}, user: user, item: item, event: event, time: time}"
            .formatted(file),
        "--set",
        "prepare.events.view={}");
  }
}
