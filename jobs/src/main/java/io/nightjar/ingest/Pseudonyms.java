package io.nightjar.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.udf;

import io.nightjar.config.IngestConfig;
import io.nightjar.run.UserError;
import io.nightjar.store.Manifest;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * What stands for users' ids where {@code ingest.pseudonyms.key} is set: HMAC-SHA-256 of the id's
 * UTF-8 bytes (RFC 2104, FIPS 180-4), as 64 lower-case hexadecimal digits. Who has the key finds a
 * user's list; who has not cannot tell whether somebody is a user.
 *
 * <p>A quarantined line of a log or of a catalogue of users is kept as its pseudonym too, for it
 * may hold an id anywhere.
 */
public final class Pseudonyms implements Serializable {
  private static final long serialVersionUID = 1;
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LEAST_KEY_BYTES = 16;
  private static final String VERSION = "pseudonyms.key_version";
  private static final String CHECK = "pseudonyms.key_check";

  private final byte[] key;
  private final int version;
  private transient ThreadLocal<Mac> macs;

  private Pseudonyms(byte[] key, int version) {
    this.key = key;
    this.version = version;
  }

  /**
   * The pseudonyms that a configuration asks for; none if ids are kept as they are.
   *
   * @throws UserError if the key cannot be read, or is shorter than 16 bytes
   */
  public static Optional<Pseudonyms> of(IngestConfig config) {
    return config
        .pseudonyms()
        .key()
        .map(
            secret -> {
              byte[] key = secret.resolve().getBytes(UTF_8);
              if (key.length < LEAST_KEY_BYTES) {
                throw new UserError(
                    "Cannot make pseudonyms with the key %s: it has fewer than %d bytes; make one"
                            .formatted(secret, LEAST_KEY_BYTES)
                        + " by: openssl rand -hex 32");
              }
              return new Pseudonyms(key, config.pseudonyms().keyVersion());
            });
  }

  /** The pseudonym of an id. */
  public String of(String id) {
    return HexFormat.of().formatHex(hash(id.getBytes(UTF_8)));
  }

  /** The pseudonyms of a column of ids; null where it is null. */
  Column ofIds(Column ids) {
    UDF1<String, String> hash = id -> id == null ? null : of(id);
    return udf(hash, DataTypes.StringType).apply(ids);
  }

  /** The pseudonyms of a column of lines, as bytes; null where it is null. */
  Column ofLines(Column lines) {
    UDF1<byte[], byte[]> hash =
        line -> line == null ? null : HexFormat.of().formatHex(hash(line)).getBytes(UTF_8);
    return udf(hash, DataTypes.BinaryType).apply(lines);
  }

  /** What a snapshot's counts say of the key: its version, and 32 bits that tell it from others. */
  Map<String, Long> counts() {
    int check = ByteBuffer.wrap(hash("nightjar".getBytes(UTF_8))).getInt();
    return Map.of(VERSION, (long) version, CHECK, Integer.toUnsignedLong(check));
  }

  /**
   * Makes sure that the users of an earlier snapshot are called by the same names.
   *
   * @throws UserError if they are not: each would be two
   */
  static void checkSame(Optional<Pseudonyms> tonight, Manifest base) {
    Map<String, Long> now = new TreeMap<>(tonight.map(Pseudonyms::counts).orElse(Map.of()));
    Map<String, Long> before = new TreeMap<>(base.counts());
    before.keySet().retainAll(Set.of(VERSION, CHECK));
    if (base.rows() > 0 && !before.equals(now)) {
      throw new UserError(
          "Cannot ingest: users of the events until %s are called by %s, tonight's by %s; set"
                  .formatted(base.date(), describe(before), describe(now))
              + " ingest.pseudonyms as it was, or begin a new warehouse");
    }
  }

  private static String describe(Map<String, Long> counts) {
    return counts.isEmpty()
        ? "their ids"
        : "pseudonyms of key version %d (check %08x)"
            .formatted(counts.get(VERSION), counts.get(CHECK));
  }

  private byte[] hash(byte[] bytes) {
    if (macs == null) {
      macs = ThreadLocal.withInitial(this::mac);
    }
    return macs.get().doFinal(bytes);
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }

  /** Nothing of the key. */
  @Override
  public String toString() {
    return "pseudonyms of key version " + version;
  }
}
