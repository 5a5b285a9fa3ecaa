package io.nightjar.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.config.LockConfig;
import io.nightjar.config.StoreConfig;
import io.nightjar.run.GateRefusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
  private static final LockConfig PATIENT = new LockConfig(600, 600);
  private static final LockConfig IMPATIENT = new LockConfig(0, 600);

  @TempDir Path folder;
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  @Test
  void theSecondWaitsForTheFirst() {
    RunLock first = acquire("run a", PATIENT);
    AtomicInteger holders = new AtomicInteger(1);
    CompletableFuture<Integer> second =
        CompletableFuture.supplyAsync(
            () -> {
              RunLock lock = acquire("run b", PATIENT);
              int found = holders.incrementAndGet();
              lock.close();
              return found;
            });
    while (told.isEmpty()) {
      Thread.onSpinWait();
    }
    assertTrue(
        told.get(0).matches("Waiting for `run a`, process \\d+ on .+ since .+"), told.get(0));
    assertFalse(second.isDone());
    holders.decrementAndGet();
    first.close();

    assertEquals(1, second.join());
  }

  @Test
  void whoWaitsTooLongIsRefusedAndTheHolderNamed() {
    RunLock first = acquire("run a", PATIENT);
    String message =
        assertThrows(GateRefusal.class, () -> acquire("run b", IMPATIENT)).getMessage();
    assertTrue(message.contains("`run a`"), message);
    assertTrue(message.contains("lock.wait-seconds = 0"), message);
    first.close();
    acquire("run b", IMPATIENT).close();
  }

  @Test
  void aProcessThatIsGoneHoldsNothing() throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();
    RunLock.Holder holder = holder(Machine.name(), process.toHandle());
    assertFalse(holder.gone());
    hold(holder);
    assertThrows(GateRefusal.class, () -> acquire("run b", IMPATIENT));
    process.destroyForcibly().waitFor();

    assertTrue(holder.gone());
    acquire("run b", IMPATIENT).close();
  }

  @Test
  void anotherProcessOfTheSameNumberIsNotTheHolder() {
    RunLock.Holder self = RunLock.Holder.current("run");
    assertFalse(self.gone());
    assertTrue(
        new RunLock.Holder("run", self.host(), self.machine(), self.pid(), "1970-01-01").gone());
  }

  @Test
  void aHolderElsewhereIsPassedOverWhenItIsSilentForTheLease() {
    hold(holder("another machine", ProcessHandle.current()));
    assertThrows(GateRefusal.class, () -> acquire("run b", IMPATIENT), "it may be alive");

    acquire("run b", new LockConfig(600, 1)).close();
  }

  @Test
  void aHolderElsewhereThatBeatsIsNotPassedOver() {
    hold(holder("another machine", ProcessHandle.current()));
    Path beat = folder.resolve("_lock/1.beat");
    AtomicInteger looks = new AtomicInteger();

    assertThrows(
        GateRefusal.class,
        () ->
            RunLock.acquire(
                store(), "run b", new LockConfig(3, 1), told::add, () -> beat(beat, looks)));

    assertTrue(looks.get() > 1, "it was looked at " + looks + " times");
  }

  private static void beat(Path beat, AtomicInteger looks) {
    try {
      Thread.sleep(500);
      Files.writeString(beat, "beat " + looks.incrementAndGet());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aDamagedEntryIsNamedAndNotWaitedForForEver() throws IOException {
    acquire("run a", IMPATIENT).close();
    Files.delete(folder.resolve("_lock/1.free"));
    Files.writeString(folder.resolve("_lock/1.json"), "{");

    String message =
        assertThrows(GateRefusal.class, () -> acquire("run b", IMPATIENT)).getMessage();

    assertTrue(message.contains("_lock/1.json is damaged"), message);
  }

  @Test
  void whatWasHeldBeforeIsForgotten() throws IOException {
    for (int i = 0; i < 5; i++) {
      acquire("run " + i, IMPATIENT).close();
    }
    try (Stream<Path> files = Files.list(folder.resolve("_lock"))) {
      assertEquals(
          List.of("5.beat", "5.free", "5.json"),
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.endsWith(".crc"))
              .sorted()
              .toList());
    }
  }

  private RunLock acquire(String command, LockConfig config) {
    return RunLock.acquire(store(), command, config, told::add);
  }

  private SnapshotStore store() {
    return new SnapshotStore(
        SharedSpark.session(),
        folder.toString(),
        new StoreConfig(10, StoreConfig.Compression.ZSTD));
  }

  private static RunLock.Holder holder(String machine, ProcessHandle process) {
    return new RunLock.Holder(
        "run a",
        "host",
        machine,
        process.pid(),
        process.info().startInstant().orElseThrow().toString());
  }

  /** Makes another process the holder. */
  private void hold(RunLock.Holder holder) {
    CommitLog<RunLock.Holder> log =
        new CommitLog<>(
            new org.apache.hadoop.fs.Path(folder.resolve("_lock").toUri()),
            RunLock.Holder.class,
            new Configuration());
    assertTrue(log.append(0, holder).isPresent());
  }
}
