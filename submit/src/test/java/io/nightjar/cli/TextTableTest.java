package io.nightjar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class TextTableTest {
  @Test
  void columnsAlign() {
    String text =
        new TextTable("item", ">score", "title")
            .row("a", "10.5", "x")
            .row("longer", 2, null)
            .render();
    assertEquals("  item    score  title\n  a        10.5  x\n  longer      2\n", text);
  }

  @Test
  void whatTerminalsObeyIsNotPrintedAndCellsAreBounded() {
    String text =
        new TextTable("title")
            .row("a\u001b[2J\nb")
            .row("u\u202egpj.exe")
            .row("é".repeat(60))
            .render();
    assertEquals("  title\n  a?[2J?b\n  u?gpj.exe\n  " + "é".repeat(45) + "...\n", text);
  }
}
