package io.nightjar;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedSectionTest {
  private static final String DOCUMENT =
      """
      before
      <!-- generated: a -->

      old

      <!-- end generated -->
      between
      <!-- generated: b -->
      <!-- end generated -->
      after
      """;

  @Test
  void replacesTheNamedSectionOnly() {
    String expected =
        DOCUMENT.replace("<!-- generated: b -->\n<!--", "<!-- generated: b -->\n\nnew\n\n<!--");
    assertEquals(expected, GeneratedSection.replace(DOCUMENT, "b", "\nnew\n"));
    assertEquals(DOCUMENT.replace("old", "new"), GeneratedSection.replace(DOCUMENT, "a", "new\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none at all",
        "<!-- generated: a -->\nno end",
        "<!-- end generated -->\n<!-- generated: a -->",
        "<!-- generated: a -->\n<!-- generated: b -->\n<!-- end generated -->"
      })
  void namesAMissingMarker(String document) {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> GeneratedSection.replace(document, "a", "new"));
    assertTrue(e.getMessage().contains("<!-- generated: a -->"), e.getMessage());
  }

  @Test
  void aStaleFileFailsWithTheCommandToRefreshIt(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("README.md"), DOCUMENT);
    assertDoesNotThrow(() -> GeneratedSection.check(file, "a", "old", "make docs"));
    var e =
        assertThrows(
            AssertionError.class, () -> GeneratedSection.check(file, "a", "new", "make docs"));
    assertTrue(e.getMessage().contains("README.md is stale. To refresh it: make docs"));
    assertEquals(DOCUMENT, Files.readString(file));
  }
}
