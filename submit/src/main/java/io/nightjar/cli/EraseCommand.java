package io.nightjar.cli;

import io.nightjar.config.NightjarConfig;
import io.nightjar.ingest.Pseudonyms;
import io.nightjar.run.UserError;
import io.nightjar.store.Erasure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The end of what a warehouse knows of some users. */
@Command(
    description = {
      "Takes users out of every table, snapshot, release and report that is kept, for good: rows of",
      "theirs that are read again are refused. Writes a certificate to <warehouse>/_erased.",
      "If it is interrupted, run it with the same users again."
    })
final class EraseCommand implements Callable<Integer> {
  /** As many ids are held in memory, here and on each executor. */
  private static final int MOST = 100_000;

  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions configuration;

  @Option(
      names = "--users",
      paramLabel = "FILE",
      required = true,
      description = "The users' ids as the logs spell them, one a line, in UTF-8.")
  private Path file;

  @Override
  public Integer call() {
    NightjarConfig config = configuration.load().config();
    Set<String> ids = ids(config);
    PrintWriter err = spec.commandLine().getErr();
    try (Workspace workspace = Workspace.openToErase("erase", config, err)) {
      Erasure.Certificate done = Erasure.run(workspace.store(), ids);
      PrintWriter out = spec.commandLine().getOut();
      out.print(table(done.tables()));
      out.printf(
          "Erased %,d users; %,d releases and %,d reports changed.%n",
          done.users(), done.releases().size(), done.reports().size());
    }
    return ExitCode.DONE.code();
  }

  private Set<String> ids(NightjarConfig config) {
    Optional<Pseudonyms> pseudonyms = Pseudonyms.of(config.ingest());
    Set<String> ids = new LinkedHashSet<>();
    try {
      for (String line : Files.readAllLines(file)) {
        if (!line.isEmpty()) {
          ids.add(pseudonyms.map(names -> names.of(line)).orElse(line));
        }
      }
    } catch (IOException e) {
      throw new UserError("Cannot read the users in %s: %s".formatted(file, e), e);
    }
    if (ids.isEmpty() || ids.size() > MOST) {
      throw new UserError(
          "Cannot erase the users in %s: it has %,d, and may have 1 to %,d"
              .formatted(file, ids.size(), MOST));
    }
    return ids;
  }

  private static String table(Collection<Erasure.Changed> changed) {
    TextTable table = new TextTable("table", ">snapshots", ">files", ">rows");
    for (Erasure.Changed each : changed) {
      table.row(
          each.table(),
          "%,d".formatted(each.snapshots()),
          "%,d".formatted(each.files()),
          "%,d".formatted(each.rows()));
    }
    return table.render();
  }
}
