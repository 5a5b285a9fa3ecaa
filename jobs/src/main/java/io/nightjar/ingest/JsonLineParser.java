package io.nightjar.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses lines that hold one JSON object each. Numbers, objects and arrays keep the spelling they
 * have in the line; a null or missing field is null.
 */
final class JsonLineParser implements LineParser {
  private static final JsonFactory STRICT =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Map<String, Integer> targets = new HashMap<>();

  /** A parser of the top-level fields with these names. */
  JsonLineParser(List<String> needed) {
    for (String name : needed) {
      targets.put(name, targets.size());
    }
  }

  @Override
  public Reason parse(String line, Object[] into, int offset) {
    try (JsonParser parser = STRICT.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Reason.MALFORMED_JSON;
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        Integer target = targets.get(name);
        if (target == null) {
          parser.skipChildren();
        } else {
          String text = text(line, parser);
          if (text != null && hasLoneSurrogate(text)) {
            return Reason.INVALID_ENCODING;
          }
          into[offset + target] = text;
        }
      }
      return parser.nextToken() == null ? null : Reason.MALFORMED_JSON;
    } catch (JsonProcessingException e) {
      return Reason.MALFORMED_JSON;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read a string", e);
    }
  }

  private static String text(String line, JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (parser.currentToken().isScalarValue()) {
      return parser.getText();
    }
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    return line.substring(start, (int) parser.currentLocation().getCharOffset());
  }

  /** An escape such as {@code \\ud800} alone stands for no character and has no bytes. */
  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
        if (!pair) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}
