package io.nightjar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {
  private static final String MEMORY = "nightjar.driver.memory";

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(folder.resolve("logs/a.csv"), "user,item,event,time\nu,i,view,2026-01-01\n");
  }

  @Test
  void aHealthyNightIsToldOfAndNothingIsLeftBehind() throws IOException {
    String out = doctor().expect(ExitCode.DONE).out();
    assertTrue(out.contains("good      ingest.events.shop  1 files, 41 bytes\n"), out);
    assertTrue(out.contains("warehouse is not there yet, and can be made\n"), out);
    assertFalse(out.contains("bad"), out);
    try (var left = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("logs")), left.toList());
    }
  }

  @Test
  void allThatIsWrongIsToldAtOnce() throws IOException {
    Files.createDirectory(folder.resolve("empty"));
    Files.createFile(folder.resolve("empty/b.csv"));
    Files.writeString(folder.resolve("logs/c.csv"), "user,\"item\n");
    Files.writeString(folder.resolve("warehouse"), "a file where a folder should be");
    System.setProperty(MEMORY, "900000g");
    Shell.Result result;
    try {
      result =
          doctor(
                  "ingest.items.none={files: {path: nothing/*.csv}, item: item}",
                  "ingest.users.empty={files: {path: empty}, user: user}",
                  "ingest.pseudonyms.key=file:" + folder.resolve("no-key"))
              .expect(ExitCode.INPUT);
    } finally {
      System.clearProperty(MEMORY);
    }

    List<String> bad = result.out().lines().filter(line -> line.startsWith("bad ")).toList();
    assertTrue(bad.get(0).contains("logs/c.csv: misplaced quote"), result.out());
    assertTrue(bad.get(1).contains("no file matches"), result.out());
    assertTrue(bad.get(2).contains("Cannot read the secret file:"), result.out());
    assertTrue(bad.get(3).contains("Cannot write to"), result.out());
    assertTrue(bad.get(4).contains("lower --driver-memory"), result.out());
    assertEquals(5, bad.size(), result.out());
    assertTrue(
        result.out().contains("doubtful  ingest.users.empty  0 files, 0 bytes: nothing to read"),
        result.out());
    assertTrue(result.err().contains("5 of 9 would stop the night of 2026-01-02"), result.err());
  }

  private Shell.Result doctor(String... more) {
    List<String> words = new ArrayList<>(List.of("doctor", "--date", "2026-01-02"));
    words.addAll(List.of("--warehouse", folder.resolve("warehouse").toString()));
    List<String> settings = new ArrayList<>();
    settings.add("ingest.folder=" + folder);
    settings.add(
        "ingest.events.shop={files: {path: logs}, user: user, item: item, event: event,"
            + " time: time}");
    settings.add("prepare.events.view={}");
    settings.addAll(List.of(more));
    settings.forEach(setting -> words.addAll(List.of("--set", setting)));
    return Shell.run(words.toArray(String[]::new));
  }
}
