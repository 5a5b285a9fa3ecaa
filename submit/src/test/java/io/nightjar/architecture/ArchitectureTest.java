package io.nightjar.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import io.nightjar.cli.Main;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may know whom. Each rule is shown to catch a class of {@code violation} that breaks it. */
final class ArchitectureTest {
  private static final JavaClasses COMMON = modules("common");
  private static final JavaClasses JOBS = modules("jobs");
  private static final JavaClasses SUBMIT = modules("submit");
  private static final JavaClasses ALL = modules("common", "jobs", "submit");
  private static final JavaClasses VIOLATIONS =
      new ClassFileImporter().importPackages("violation.nightjar");

  private static final ArchRule PLAIN_JAVA =
      noClasses()
          .that()
          .resideInAnyPackage("..linalg..", "..metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache..", "scala..")
          .because("kernels and metrics are tested and reused without a cluster");

  private static final ArchRule JOBS_MEET_IN_TABLES =
      slices()
          .matching("..nightjar.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(alwaysTrue(), describe("of no job", ArchitectureTest::isOfNoJob))
          .because("jobs never call each other: they meet in tables");

  private static final ArchRule ONLY_MAIN_ENDS_THE_PROCESS =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Main.class)
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class)
          .because("exit codes are given in one place");

  private static final ArchRule ONLY_CLI_PRINTS =
      noClasses()
          .that(not(resideInAPackage("io.nightjar.cli..")))
          .should(ACCESS_STANDARD_STREAMS)
          .because("a job's output is its tables and its log");

  private static final ArchRule NAMES_SAY_WHAT =
      noClasses()
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager)")
          .orShould()
          .resideInAnyPackage("..util..", "..helper..", "..manager..")
          .because("such a name fits anything");

  @Test
  void kernelsAndMetricsArePlainJava() {
    holds(PLAIN_JAVA, ALL);
  }

  @Test
  void jobsMeetInTables() {
    holds(JOBS_MEET_IN_TABLES, JOBS);
  }

  @Test
  void onlyMainEndsTheProcess() {
    holds(ONLY_MAIN_ENDS_THE_PROCESS, ALL);
  }

  @Test
  void onlyTheCommandLinePrints() {
    holds(ONLY_CLI_PRINTS, ALL);
  }

  @Test
  void namesSayWhat() {
    holds(NAMES_SAY_WHAT, ALL);
  }

  /**
   * Maven holds that submit sees jobs and jobs see common; a package in two of them would blur it.
   */
  @Test
  void noPackageLiesInTwoModules() {
    Set<String> seen = new HashSet<>();
    for (JavaClasses module : List.of(COMMON, JOBS, SUBMIT)) {
      Set<String> packages = module.stream().map(JavaClass::getPackageName).collect(toSet());
      assertFalse(packages.isEmpty());
      packages.forEach(name -> assertTrue(seen.add(name), name + " lies in two modules"));
    }
  }

  /** A rule must find classes to look at, hold for ours, and not hold for those that break it. */
  private static void holds(ArchRule rule, JavaClasses ours) {
    rule.allowEmptyShould(false).check(ours);
    assertThrows(AssertionError.class, () -> rule.check(VIOLATIONS));
  }

  private static boolean isOfNoJob(JavaClass target) {
    return !JOBS.contain(target.getName()) && !VIOLATIONS.contain(target.getName());
  }

  private static JavaClasses modules(String... names) {
    return new ClassFileImporter()
        .withImportOption(
            location -> List.of(names).stream().anyMatch(name -> isOf(location, name)))
        .importPackages("io.nightjar");
  }

  /** A module is its folder of classes, or its jar if it is built already. */
  private static boolean isOf(Location location, String module) {
    return !location.contains("-tests.jar")
        && (location.contains("/" + module + "/target/classes/")
            || location.contains("/" + module + "/target/nightjar-" + module + "-"));
  }
}
