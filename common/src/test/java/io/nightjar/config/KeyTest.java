package io.nightjar.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
  @Test
  void quotesKeepDotsSpacesAndSigns() {
    assertEquals(List.of("train", "rank"), Key.parse("train.rank").names());
    assertEquals(List.of("a", "b.c = d", "e"), Key.parse("a.\"b.c = d\".e").names());
    assertEquals(List.of("say \"hi\" \\"), Key.parse("\"say \\\"hi\\\" \\\\\"").names());
    assertEquals(List.of("*", ""), Key.parse("*.\"\"").names());
  }

  @ParameterizedTest
  @ValueSource(strings = {"train.rank", "a.\"b.c = d\".e", "\"\\\"\\\\\"", "a.\"\"", "événement.x"})
  void isWrittenAsItIsRead(String text) {
    assertEquals(text, Key.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".a", "a.", "a..b", "a b", "\"a", "a\"b\"", "\"a\"b"})
  void refusesWhatIsNoKey(String text) {
    var e = assertThrows(IllegalArgumentException.class, () -> Key.parse(text));
    assertEquals(
        text + " is not a key: names with a dot between them are expected, as in train.rank",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "warehouse,warehouse",
    "minNdcgOverPopularity,min-ndcg-over-popularity",
    "MLLIB,mllib",
    "EPOCH_SECONDS,epoch-seconds",
    "k,k"
  })
  void javaNamesBecomeKebab(String java, String kebab) {
    assertEquals(kebab, Key.kebab(java));
  }
}
