package io.nightjar.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One text for one configuration: JSON with its keys sorted, enums as they are written, nothing as
 * null and a secret as its reference. Lists keep their order.
 */
public final class Canonical {
  /** Jackson's own digits of a double: those of {@code Double.toString} differ between JDKs. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build())
          .build();

  private Canonical() {}

  /** The canonical JSON of a section, or of a part or a value of one. */
  public static String json(Object section) {
    try {
      return JSON.writeValueAsString(plain(section));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write " + section.getClass().getSimpleName(), e);
    }
  }

  /**
   * A fingerprint of the sections that a job depends on: SHA-256 of their canonical JSON, in hex.
   * Equal sections have equal fingerprints, wherever their values came from.
   */
  public static String hash(Object... sections) {
    try {
      byte[] text = json(Arrays.asList(sections)).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object plain(Object value) {
    if (value instanceof Record section) {
      Map<String, Object> map = new TreeMap<>();
      for (RecordComponent component : section.getClass().getRecordComponents()) {
        map.put(Key.kebab(component.getName()), plain(read(section, component)));
      }
      return map;
    }
    if (value instanceof Map<?, ?> entries) {
      Map<String, Object> map = new TreeMap<>();
      entries.forEach((name, entry) -> map.put((String) name, plain(entry)));
      return map;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Canonical::plain).toList();
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(Canonical::plain).orElse(null);
    }
    if (value instanceof Enum<?> constant) {
      return Scalars.text(constant);
    }
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Secret) {
      return value.toString();
    }
    throw new IllegalArgumentException("Cannot write a " + value.getClass().getName());
  }

  private static Object read(Record section, RecordComponent component) {
    try {
      return component.getAccessor().invoke(section);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component, e);
    }
  }
}
