package io.nightjar.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CanonicalTest {
  enum Kind {
    FIRST_ONE
  }

  record Part(double share, Optional<String> name) {}

  record Section(
      String title, Kind kind, Map<String, Part> parts, List<Integer> k, Secret key, long a) {}

  private static Section section(String... names) {
    Map<String, Part> parts = new LinkedHashMap<>();
    for (String name : names) {
      parts.put(name, new Part(0.1, Optional.of(name)));
    }
    return new Section(
        "é\"\n", Kind.FIRST_ONE, parts, List.of(2, 1), Secret.of("env:KEY"), 1L << 40);
  }

  @Test
  void keysAreSortedAndListsKeepTheirOrder() {
    assertEquals(
        "{\"a\":1099511627776,\"k\":[2,1],\"key\":\"env:KEY\",\"kind\":\"first-one\","
            + "\"parts\":{\"x\":{\"name\":\"x\",\"share\":0.1},\"y\":{\"name\":\"y\",\"share\":0.1}},"
            + "\"title\":\"é\\\"\\n\"}",
        Canonical.json(section("y", "x")));
    assertEquals(
        "{\"name\":null,\"share\":0.002}", Canonical.json(new Part(0.002, Optional.empty())));
  }

  @Test
  void theHashIsSha256OfTheJsonOfAllSections() {
    // printf '[{"name":null,"share":2.0},"x"]' | sha256sum
    assertEquals(
        "97e2c6f0e5433b6b5d0ebf67dd1bce68d0808dd46b55fa4d9f04f2b0d1cb7e45",
        Canonical.hash(new Part(2, Optional.empty()), "x"));
  }

  @Test
  void equalSectionsHaveEqualHashesAndOthersDoNot() {
    assertEquals(Canonical.hash(section("x", "y")), Canonical.hash(section("y", "x")));
    assertNotEquals(Canonical.hash(section("x")), Canonical.hash(section("y")));
    assertNotEquals(
        Canonical.hash(section("x"), section("y")), Canonical.hash(section("y"), section("x")));
  }

  @Test
  void aWholeConfigurationHasAHashThatFollowsValuesNotOrigins() {
    var one = ConfigLoader.load(List.of(), List.of("warehouse=w", "train.alpha=10")).config();
    var two = ConfigLoader.load(List.of(new ConfigText("a", "warehouse: w")), List.of()).config();
    var three = ConfigLoader.load(List.of(), List.of("warehouse=w", "train.alpha=41")).config();
    assertEquals(Canonical.hash(one), Canonical.hash(two));
    assertNotEquals(Canonical.hash(one), Canonical.hash(three));
    assertEquals(
        Canonical.hash(one.store(), one.recommend()),
        Canonical.hash(three.store(), three.recommend()));
  }

  @Test
  void whatIsNotConfigurationIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Canonical.json(new Object()));
  }
}
