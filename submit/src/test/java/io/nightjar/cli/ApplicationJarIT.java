package io.nightjar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What the one jar that spark-submit takes must hold, and must not. */
final class ApplicationJarIT {
  private static final String JAR = "target/nightjar.jar";

  @Test
  void holdsNothingOutsideNightjarsPackages() throws IOException {
    assertEquals(
        List.of(),
        files().stream()
            .filter(name -> name.endsWith(".class") && !name.startsWith("io/nightjar/"))
            .toList());
  }

  @Test
  void holdsItsLibrariesUnderOtherNames() throws IOException {
    List<String> files = files();
    for (String name :
        List.of(
            "cli/Main",
            "config/NightjarConfig",
            "shaded/picocli/CommandLine",
            "shaded/snakeyaml/engine/v2/api/Load")) {
      assertTrue(files.contains("io/nightjar/" + name + ".class"), name);
    }
  }

  @Test
  void describesItselfAndNobodyElse() throws IOException {
    assertEquals(
        Set.of("META-INF/MANIFEST.MF", "META-INF/LICENSE", "META-INF/NOTICE"),
        Set.copyOf(files().stream().filter(name -> name.startsWith("META-INF/")).toList()));
    try (JarFile jar = new JarFile(JAR)) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertEquals("io.nightjar.cli.Main", manifest.getValue(Attributes.Name.MAIN_CLASS));
      assertNotNull(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION));
    }
  }

  private static List<String> files() throws IOException {
    try (JarFile jar = new JarFile(JAR)) {
      return jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName).toList();
    }
  }
}
