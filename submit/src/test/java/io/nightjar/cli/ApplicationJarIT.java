package io.nightjar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.spark.SparkBuildInfo;
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

  @Test
  void itsBillOfMaterialsNamesAllThatItRunsWith() throws IOException {
    Map<String, JsonNode> components = new TreeMap<>();
    for (JsonNode component :
        new ObjectMapper().readTree(new File("target/nightjar.cdx.json")).get("components")) {
      components.put(component.get("name").asText(), component);
    }
    for (String name : List.of("nightjar-common", "nightjar-jobs", "picocli", "snakeyaml-engine")) {
      assertTrue(components.containsKey(name), "in the jar: " + name);
    }
    assertEquals(
        SparkBuildInfo.spark_version(), components.get("spark-core_2.13").get("version").asText());
    components.forEach(
        (name, component) -> {
          String hashes = String.valueOf(component.get("hashes"));
          assertTrue(hashes.matches(".*\"SHA-256\",\"content\":\"\\p{XDigit}{64}\".*"), name);
          assertTrue(component.get("purl").asText().contains("@"), name);
        });
    assertFalse(components.containsKey("junit-jupiter-api"), "what only tests need");
  }

  private static List<String> files() throws IOException {
    try (JarFile jar = new JarFile(JAR)) {
      return jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName).toList();
    }
  }
}
