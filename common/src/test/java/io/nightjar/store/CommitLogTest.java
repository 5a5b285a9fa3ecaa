package io.nightjar.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.run.GateRefusal;
import io.nightjar.run.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitLogTest {
  @TempDir Path folder;

  @Test
  void entriesAreNumberedFromOne() {
    CommitLog<Release> log = log();
    assertTrue(log.latest().isEmpty());
    assertEquals(1, log.append(0, release("a")).orElseThrow().sequence());
    assertEquals(2, log.append(1, release("b")).orElseThrow().sequence());
    assertTrue(log.append(1, release("late")).isEmpty());
    assertArrayEquals(new long[] {1, 2}, log.sequences());
    assertEquals(release("b"), log.latest().orElseThrow().value());
    assertEquals(1, log.latest(e -> e.value().date().equals("a")).orElseThrow().sequence());
  }

  @Test
  void oneWriterWinsEachRace() throws Exception {
    int writers = 4;
    int rounds = 50;
    CommitLog<Release> log = log();
    CyclicBarrier barrier = new CyclicBarrier(writers);
    ExecutorService pool = Executors.newFixedThreadPool(writers);
    try {
      List<Future<Integer>> wins = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        String name = "writer " + w;
        wins.add(
            pool.submit(
                () -> {
                  int won = 0;
                  for (int round = 0; round < rounds; round++) {
                    barrier.await();
                    won += log.append(round, release(name)).isPresent() ? 1 : 0;
                    barrier.await();
                  }
                  return won;
                }));
      }
      int total = 0;
      for (Future<Integer> won : wins) {
        total += won.get();
      }
      assertEquals(rounds, total);
      assertEquals(rounds, log.sequences().length);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void releasesArePublishedOnceAndFoundByNumber() {
    Releases releases = new Releases(log());
    assertEquals(1, releases.publish(release("2026-01-01")).number());
    assertEquals(1, releases.publish(release("2026-01-01")).number());
    assertEquals(2, releases.publish(release("2026-01-02")).number());
    assertEquals("2026-01-02", releases.current().orElseThrow().release().date());
    assertEquals(2, releases.all().size());
    UserError error = assertThrows(UserError.class, () -> releases.get(3));
    assertTrue(error.getMessage().contains("releases are 1 to 2"), error.getMessage());
  }

  @Test
  void aReleaseThatLostARaceIsRefused() {
    CommitLog<Release> log = log();
    Releases late = new Releases(new Overtaken(log, release("2026-01-01")));
    GateRefusal refusal =
        assertThrows(GateRefusal.class, () -> late.publish(release("2026-01-02")));
    assertTrue(refusal.getMessage().contains("meanwhile"), refusal.getMessage());
    assertEquals(1, log.sequences().length);
  }

  private CommitLog<Release> log() {
    return new CommitLog<>(
        new org.apache.hadoop.fs.Path(folder.toUri()), Release.class, new Configuration());
  }

  private static Release release(String date) {
    return new Release(date, "run", "night", new TreeMap<>(), "now", new TreeMap<>());
  }

  /** A log in which another writer appends between this writer's look and its append. */
  private final class Overtaken extends CommitLog<Release> {
    private final CommitLog<Release> log;
    private final Release winner;

    Overtaken(CommitLog<Release> log, Release winner) {
      super(new org.apache.hadoop.fs.Path(folder.toUri()), Release.class, new Configuration());
      this.log = log;
      this.winner = winner;
    }

    @Override
    java.util.Optional<Entry<Release>> append(long after, Release value) {
      log.append(after, winner);
      return super.append(after, value);
    }
  }
}
