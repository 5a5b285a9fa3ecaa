package io.nightjar.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFieldsTest {
  private static List<String> fields(String line, String delimiter, String quote) {
    CsvFields fields = new CsvFields(delimiter, quote);
    List<String> found = new ArrayList<>();
    fields.reset(line);
    while (fields.next()) {
      found.add(fields.text());
    }
    return fields.malformed() ? null : found;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void readsWhatCommonsCsvWrites(long seed) throws IOException {
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      String delimiter = List.of(",", "\t", "::", "|").get(random.nextInt(4));
      QuoteMode mode = random.nextBoolean() ? QuoteMode.MINIMAL : QuoteMode.ALL;
      CSVFormat format =
          CSVFormat.Builder.create()
              .setDelimiter(delimiter)
              .setQuote('"')
              .setQuoteMode(mode)
              .setRecordSeparator("\n")
              .get();
      List<String> record = new ArrayList<>();
      for (int field = random.nextInt(4); field >= 0; field--) {
        record.add(text(random, delimiter));
      }
      StringWriter writer = new StringWriter();
      try (CSVPrinter printer = new CSVPrinter(writer, format)) {
        printer.printRecord(record);
      }
      String line = writer.toString().substring(0, writer.toString().length() - 1);

      assertEquals(record, fields(line, delimiter, "\""), line);
      try (CSVParser parser = CSVParser.parse(line, format)) {
        List<String> oracle = new ArrayList<>();
        parser.forEach(read -> read.forEach(oracle::add));
        assertEquals(line.isEmpty() ? List.of() : record, oracle, line);
      }
    }
  }

  private static String text(Random random, String delimiter) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(6); length > 0; length--) {
      text.append(
          List.of("a", "\u00e9", " ", "\"", delimiter, "\uD83D\uDE00").get(random.nextInt(6)));
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'\"a'",
        "'a\"'",
        "'a,\"b'",
        "'\"a\"b,c'",
        "'a,\"b\" ,c'",
        "'\"a\"\"'",
        "'\"'",
        "' \"a\"'"
      })
  void misplacedQuotes(String line) {
    assertEquals(null, fields(line, ",", "\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"a,;2", ",;2", "a;1", ",,;3", "\"\";1", "\"\",\"\";2"})
  void countsEmptyFields(String line, int count) {
    assertEquals(count, fields(line, ",", "\"").size());
  }
}
