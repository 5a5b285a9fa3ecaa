package io.nightjar.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.lit;

import io.nightjar.config.ConfigLoader;
import io.nightjar.config.ConfigText;
import io.nightjar.config.NightjarConfig;
import io.nightjar.night.Night;
import io.nightjar.night.NightResult;
import io.nightjar.night.ReleasedTables;
import io.nightjar.run.Overrides;
import io.nightjar.run.UserError;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A whole night on the sample data. */
@Command(
    description = {
      "Runs a whole night on sample-data/, good and malformed rows, and shows what came of it."
    })
final class DemoCommand implements Callable<Integer> {
  private static final LocalDate DATE = LocalDate.of(2026, 1, 28);
  private static final int USERS = 3;
  private static final int ITEMS = 5;

  @Spec private CommandSpec spec;

  @Option(
      names = "--warehouse",
      paramLabel = "DIR",
      defaultValue = "warehouse/demo",
      description = "Folder of all tables, releases and reports. Default: ${DEFAULT-VALUE}.")
  private Path warehouse;

  @Override
  public Integer call() {
    NightjarConfig config = config(home());
    try (Workspace workspace = Workspace.openToWrite("demo", config, spec.commandLine().getErr());
        ConsoleProgress progress = ConsoleProgress.of(workspace, spec.commandLine().getErr())) {
      NightResult result =
          new Night(workspace.session(), config, workspace.store(), progress, false, Overrides.NONE)
              .run(DATE);
      show(result, workspace);
    }
    return ExitCode.DONE.code();
  }

  private NightjarConfig config(Path home) {
    ConfigText demo = ConfigText.read(home.resolve("conf/demo.yaml").toString());
    return ConfigLoader.load(
            List.of(demo),
            List.of(
                ConfigOptions.assignment("ingest.folder", home.resolve("sample-data").toString()),
                ConfigOptions.assignment("warehouse", warehouse.toAbsolutePath().toString())))
        .config();
  }

  /** Nightjar's own folder, which bin/nightjar knows. */
  static Path home() {
    Path home = Path.of(System.getProperty("spark.nightjar.home", "")).toAbsolutePath();
    if (!Files.isDirectory(home.resolve("sample-data"))) {
      throw new UserError(
          "There is no sample-data in %s; start this by submit/bin/nightjar".formatted(home));
    }
    return home;
  }

  private void show(NightResult result, Workspace workspace) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("\nWhat came in");
    out.print(Summary.rows(result.report()));
    out.println("\nWhat was quarantined, and why");
    out.print(Summary.quarantine(result.report().quarantine()));
    out.println("\nHow good the lists are, on events held out; blend is what is served");
    out.print(Metrics.of(result.report()).render());
    ReleasedTables tables = new ReleasedTables(workspace.store(), result.release().release());
    for (String user : busiest(tables)) {
      out.println("\nFor user " + user);
      out.print(new UserView(tables, user).list(ITEMS));
    }
    out.println("\nWhere everything lies");
    out.println("  tables  " + workspace.store().warehouse());
    out.println("  report  " + result.reportFolder() + "/report.html");
    out.println("\n" + Summary.serving(result.release()));
    out.flush();
  }

  /** The users who did most; ties by id. */
  private static List<String> busiest(ReleasedTables tables) {
    return tables
        .read(Table.INTERACTIONS)
        .groupBy(Columns.USER_IX)
        .agg(count(lit(1)).as(Columns.ITEMS))
        .join(tables.read(Table.USER_INDEX), Columns.USER_IX)
        .orderBy(desc(Columns.ITEMS), col(Columns.USER_ID))
        .select(Columns.USER_ID)
        .limit(USERS)
        .collectAsList()
        .stream()
        .map((Row row) -> row.getString(0))
        .toList();
  }
}
