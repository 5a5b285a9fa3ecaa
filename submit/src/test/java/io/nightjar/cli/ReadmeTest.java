package io.nightjar.cli;

import io.nightjar.GeneratedSection;
import io.nightjar.config.ConfigReference;
import io.nightjar.night.JobReference;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What README says of the configuration, the jobs and the exit codes is what the code says. */
final class ReadmeTest {
  private static final Path README = Path.of("../README.md");
  private static final String REFRESH =
      "mvn -pl submit -am test -Dtest=ReadmeTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dnightjar.refresh=true";

  @Test
  void configuration() throws IOException {
    GeneratedSection.check(README, "configuration", ConfigReference.markdown(), REFRESH);
  }

  @Test
  void jobs() throws IOException {
    GeneratedSection.check(README, "jobs", JobReference.markdown(), REFRESH);
  }

  @Test
  void exitCodes() throws IOException {
    GeneratedSection.check(README, "exit-codes", ExitCode.markdown(), REFRESH);
  }
}
