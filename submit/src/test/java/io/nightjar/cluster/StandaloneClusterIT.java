package io.nightjar.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StandaloneClusterIT {
  private static final Pattern PROCESS =
      Pattern.compile("^(?:driver|executor)=(\\d+)$", Pattern.MULTILINE);

  @TempDir Path folder;

  @Test
  void runsAnApplicationOnTwoWorkersAndLeavesNothingBehind() throws Exception {
    List<ProcessHandle> started = new ArrayList<>();
    try (StandaloneCluster cluster = new StandaloneCluster(folder, 2)) {
      started.addAll(cluster.processes());
      assertEquals(3, started.size());

      StandaloneCluster.Result result =
          cluster.submit(
              List.of("--class", ExecutorCensus.class.getName(), cluster.testJar().toString(), "7"),
              Duration.ofMinutes(10));

      Set<Long> pids = new HashSet<>();
      PROCESS.matcher(result.output()).results().forEach(m -> pids.add(Long.valueOf(m.group(1))));
      assertEquals(3, pids.size(), "a driver and two executors, each a JVM\n" + result.output());
      assertEquals(7, result.exitCode(), result.output());
      started.forEach(process -> assertTrue(process.isAlive()));
      pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(started::add));
    }
    CompletableFuture.allOf(
            started.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
        .get(60, TimeUnit.SECONDS);
  }
}
