package io.nightjar.cli;

import io.nightjar.night.Doctor;
import io.nightjar.night.Doctor.State;
import io.nightjar.run.UserError;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.network.util.JavaUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What would stop a night, before it begins. */
@Command(
    description = {
      "Looks for what would stop a night: the configuration, every input file, secrets, the warehouse",
      "and who may write to it, and memory. Starts no Spark; exits with 2 if something is wrong."
    })
final class DoctorCommand implements Callable<Integer> {
  /** Set by bin/nightjar to what Spark would be given. */
  private static final String MEMORY = "nightjar.driver.memory";

  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions configuration;
  @Mixin private NightOptions night;

  @Override
  public Integer call() {
    List<Doctor.Finding> findings =
        Doctor.look(
            configuration.load().config(), night.date(), memory(), machine(), new Configuration());
    PrintWriter out = spec.commandLine().getOut();
    int width = findings.stream().mapToInt(finding -> finding.of().length()).max().orElse(0);
    for (Doctor.Finding finding : findings) {
      String state = finding.state().name().toLowerCase(Locale.ROOT);
      String of = StringUtils.rightPad(finding.of(), width);
      out.printf("%-8s  %s  %s%n", state, of, TextTable.oneLine(finding.found()));
    }
    out.flush();
    long bad = findings.stream().filter(finding -> finding.state() == State.BAD).count();
    if (bad > 0) {
      throw new UserError(
          "%d of %d would stop the night of %s".formatted(bad, findings.size(), night.date()));
    }
    return ExitCode.DONE.code();
  }

  private static OptionalLong memory() {
    String asked = System.getProperty(MEMORY, "");
    return asked.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(JavaUtils.byteStringAsBytes(asked));
  }

  private static long machine() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getTotalMemorySize();
  }
}
