package io.nightjar.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The one way in which records become JSON and back: strict, keys sorted, two-space indent. */
public final class Json {
  private static final String SEAL = "sha256";
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(
              SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, SerializationFeature.INDENT_OUTPUT)
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  /** A value as JSON text that depends on the value alone. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Cannot write as JSON: " + value.getClass(), e);
    }
  }

  /**
   * Reads a value back.
   *
   * @throws IllegalArgumentException if the text is not exactly a value of the type
   */
  public static <T> T read(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Cannot read " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }

  /** A value as JSON text that holds its own hash, as a last member {@code sha256}. */
  static String seal(Object value) {
    ObjectNode tree = MAPPER.valueToTree(value);
    return write(tree.put(SEAL, hash(value)));
  }

  /**
   * Reads a sealed value back.
   *
   * @throws IllegalArgumentException if a byte of the text is not as it was sealed
   */
  static <T> T unseal(String text, Class<T> type) {
    ObjectNode tree = read(text, ObjectNode.class);
    tree.remove(SEAL);
    T value = read(write(tree), type);
    if (!seal(value).equals(text)) {
      throw new IllegalArgumentException("its hash is not that of what it says");
    }
    return value;
  }

  /** SHA-256 of a value's JSON text, in lower-case hexadecimal. */
  public static String hash(Object value) {
    return sha256(write(value));
  }

  /** SHA-256 of a text in UTF-8, in lower-case hexadecimal. */
  static String sha256(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Json() {}
}
