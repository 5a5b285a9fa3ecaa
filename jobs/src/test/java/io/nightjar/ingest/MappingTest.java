package io.nightjar.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.config.FilesConfig.Format;
import io.nightjar.config.IngestConfig.EventSource;
import io.nightjar.run.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingTest {
  @TempDir private Path folder;

  private static List<String> mapped(Source source, String... expressions) {
    List<Mapping> mappings =
        Stream.of(expressions).map(e -> new Mapping("c" + e, "key", e)).toList();
    return Fixture.strings(
        Mapping.apply(SharedSpark.session(), source, mappings)
            .drop(Source.FILE, Source.RAW, Source.POSITION));
  }

  private Source open(String... lines) throws IOException {
    Path file = Fixture.write(folder.resolve("r.csv"), lines);
    return Source.open(
        SharedSpark.session(),
        "key",
        Fixture.csv(file),
        Fixture.DATE,
        InputBounds.of(Fixture.config()));
  }

  @Test
  void invoicesWithCancellations() throws IOException {
    Path file =
        Fixture.write(
            folder.resolve("retail.csv"),
            "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,CustomerID,Country",
            "489434,85048,\"LIGHTS, 20\",12,2009-12-01 07:45:00,6.95,13085,United Kingdom",
            "C489449,22087,X,-12,2009-12-01 10:33:00,2.5,16321,",
            "489500,22087,X,many,2009-12-01 10:33:00,2.5,16321,France",
            "489501,22087,X,1,2009-12-01 10:33:00,2.95,,France");
    EventSource source =
        new EventSource(
            Fixture.csv(file),
            "CustomerID",
            "StockCode",
            "case when Invoice like 'C%' then 'cancel' else 'purchase' end",
            Optional.of("Quantity * Price"),
            "InvoiceDate",
            "yyyy-MM-dd HH:mm:ss",
            "UTC",
            new TreeMap<>(Map.of("country", "Country", "channel", "'web'")));
    SparkSession spark = SharedSpark.session().newSession();
    spark.conf().set("spark.sql.ansi.enabled", "false");

    Dataset<Row> rows =
        EventRows.read(
            spark,
            "retail",
            source,
            Fixture.config(),
            Set.of("purchase", "cancel"),
            Fixture.NAMES,
            Fixture.DATE);

    assertEquals(
        List.of(
            "13085 85048 purchase 83.4 2009-12-01T07:45:00 {channel -> web, country -> United Kingdom}",
            "16321 22087 cancel -30.0 2009-12-01T10:33:00 {channel -> web}",
            "16321 22087 purchase 2009-12-01T10:33:00 {channel -> web, country -> France}"),
        Outcome.of(rows).good());
    assertEquals(Map.of("blank_user", 1L), Outcome.of(rows).reasons());
    assertEquals(
        List.of("2009-12-01", "2009-12-01", "2009-12-01"),
        Fixture.strings(rows.where("reason is null").select("date")));
  }

  @Test
  void anyColumnName() throws IOException {
    Source source = open("file,a b,c.d,__raw,user,x`y,2020", "1,2,3,4,5,6,7");
    assertEquals(
        List.of("null|1|2|3|5|6|7|12|3"),
        mapped(
            source, "file", "a b", "c.d", "USER", "x`y", "2020", "concat(file, `a b`)", "`c.d`"));
  }

  @Test
  void needsOnlyWhatItNames() throws IOException {
    Path logs = folder.resolve("logs");
    Fixture.write(logs.resolve("a.csv"), "a,b", "1,2");
    Fixture.write(logs.resolve("b.csv"), "c,a", "3,4");
    Source source =
        Source.open(
            SharedSpark.session(),
            "key",
            Fixture.csv(logs),
            Fixture.DATE,
            InputBounds.of(Fixture.config()));
    assertEquals(List.of("null|1", "null|4"), mapped(source, "a"));
    assertThrows(UserError.class, () -> mapped(source, "concat(a, c)"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "usr; `usr`",
        "user; no column user",
        "concat(a, current_user); no column current_user",
        "a +; Syntax error",
        "max(a); key: max(a): ",
        "explode(array(a)); key: explode",
        "nosuch(a); nosuch"
      })
  void mistakes(String expression, String message) throws IOException {
    Source source = open("a,ab", "1,2");
    UserError e = assertThrows(UserError.class, () -> mapped(source, expression));
    assertTrue(e.getMessage().startsWith("Cannot evaluate key: " + expression), e.getMessage());
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertTrue(e.getMessage().contains("; the columns are a, ab (in backticks"), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
  }

  @Test
  void columnsAreNamedOnce() throws IOException {
    Path file = Fixture.write(folder.resolve("r.csv"), "1,2");
    var twice = Fixture.files(file.toString(), Format.CSV, ",", "a", "A");
    UserError e =
        assertThrows(
            UserError.class,
            () ->
                Source.open(
                    SharedSpark.session(),
                    "key",
                    twice,
                    Fixture.DATE,
                    InputBounds.of(Fixture.config())));
    assertEquals("Cannot read key.files.columns: A is there twice; rename one", e.getMessage());
  }
}
