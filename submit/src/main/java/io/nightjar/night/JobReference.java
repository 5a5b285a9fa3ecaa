package io.nightjar.night;

import io.nightjar.config.ConfigLoader;
import io.nightjar.config.NightjarConfig;
import io.nightjar.run.Job;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The reference of the jobs, from what they declare. */
public final class JobReference {
  private static final NightjarConfig DEFAULTS =
      ConfigLoader.load(List.of(), List.of("warehouse=any")).config();

  /** A Markdown table: each job, what it does, reads and writes, its lanes and its settings. */
  public static String markdown() {
    StringBuilder table =
        new StringBuilder(
            """
            | Job | What it does | Reads | Writes | Lanes | Settings |
            |---|---|---|---|---|---|
            """);
    for (Job job : Plan.jobs()) {
      table.append(
          "| `%s` | %s | %s | %s | %s | %s |\n"
              .formatted(
                  job.name(),
                  job.summary(),
                  tables(job, Job::inputs),
                  tables(job, Job::outputs),
                  Plan.lanes(job).stream().map(Lane::label).collect(Collectors.joining(", ")),
                  code(sections(job))));
    }
    return table.toString();
  }

  private static String tables(Job job, BiFunction<Job, Lane, Set<Table>> declared) {
    EnumSet<Table> tables = EnumSet.noneOf(Table.class);
    Plan.lanes(job).forEach(lane -> tables.addAll(declared.apply(job, lane)));
    return tables.isEmpty() ? "–" : code(tables.stream().map(Table::tableName).toList());
  }

  private static String code(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }

  /** The sections without which a job cannot tell its settings. */
  private static List<String> sections(Job job) {
    List<Object> settings = job.settings(DEFAULTS);
    List<String> sections = new ArrayList<>();
    RecordComponent[] components = NightjarConfig.class.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      if (components[i].getType().isRecord() && !settings.equals(settings(job, without(i)))) {
        sections.add(components[i].getName());
      }
    }
    return sections;
  }

  private static List<Object> settings(Job job, NightjarConfig config) {
    try {
      return job.settings(config);
    } catch (NullPointerException e) {
      return List.of(); // It asked for the section that is not there.
    }
  }

  /** The defaults without one section: a job that needs it cannot tell its settings, or others. */
  private static NightjarConfig without(int section) {
    RecordComponent[] components = NightjarConfig.class.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        values[i] = i == section ? null : components[i].getAccessor().invoke(DEFAULTS);
      }
      return NightjarConfig.class.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private JobReference() {}
}
