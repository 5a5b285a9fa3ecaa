package io.nightjar.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DecimalNumberTest {
  private static final Pattern GRAMMAR =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  @Test
  void takesWhatTheGrammarTakes() {
    Random random = new Random(1);
    String letters = "0123456789.+-eE";
    int numbers = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(6); length >= 0; length--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      boolean number = GRAMMAR.matcher(text).matches();
      numbers += number ? 1 : 0;
      Double expected = number ? Double.parseDouble(text.toString()) + 0.0 : null;
      assertEquals(expected, new DecimalNumber().call(text.toString()), text.toString());
    }
    assertEquals(true, numbers > 1000 && numbers < 19_000, numbers + " of them were numbers");
  }

  @Test
  void takesNothingElseThatJavaDoes() {
    for (String text : new String[] {"", " 1", "1 ", "1d", "1f", "0x1p3", "NaN", "Infinity", "١"}) {
      assertEquals(null, new DecimalNumber().call(text), text);
    }
    assertEquals(null, new DecimalNumber().call(null));
    assertEquals(0.0, new DecimalNumber().call("-0"));
    assertEquals(Double.POSITIVE_INFINITY, new DecimalNumber().call("1e999"));
  }
}
