package io.nightjar.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;

/** A cluster that lets in who knows its secret, and how the project's profile does. */
final class Hardened {
  static final String SECRET_SETTING = "spark.authenticate.secret";
  static final String SECRET = "known to this test and its cluster alone";

  private static final String AUTHENTICATE = "spark.authenticate";
  private static final String ENCRYPT = "spark.network.crypto.enabled";
  private static final String VERSION = "spark.network.crypto.authEngineVersion";

  /** Settings of the profile that ships, and a place for more. */
  static String profile() throws IOException {
    return Files.readString(NightCommand.CONF.resolve("spark-hardened.conf")) + "\n";
  }

  /** Settings of master and workers, as the profile's comment says. */
  static Map<String, String> daemons() {
    return Map.of(AUTHENTICATE, "true", ENCRYPT, "true", VERSION, "2", SECRET_SETTING, SECRET);
  }

  /** A client with the secret reaches the master; one with another or without does not. */
  static void refusesStrangers(URI master) {
    assertEquals("Master", reach(master, conf(daemons())).name());
    for (SparkConf stranger :
        new SparkConf[] {
          conf(Map.of()),
          conf(
              Map.of(
                  AUTHENTICATE, "true", ENCRYPT, "true", VERSION, "2", SECRET_SETTING, "a guess")),
          conf(Map.of(AUTHENTICATE, "true", SECRET_SETTING, "a guess"))
        }) {
      assertNotNull(assertThrows(SparkException.class, () -> reach(master, stranger)));
    }
  }

  private static SparkConf conf(Map<String, String> settings) {
    SparkConf conf = new SparkConf(false);
    settings.forEach(conf::set);
    return conf.set("spark.rpc.askTimeout", "20s");
  }

  private static RpcEndpointRef reach(URI master, SparkConf conf) {
    SecurityManager security =
        new SecurityManager(
            conf,
            scala.Option.empty(),
            org.apache.spark.internal.config.package$.MODULE$.AUTH_SECRET_FILE());
    RpcEnv client = RpcEnv.create("stranger", "127.0.0.1", 0, conf, security, true);
    try {
      return client.setupEndpointRef(
          RpcAddress.apply(master.getHost(), master.getPort()), "Master");
    } finally {
      client.shutdown();
      client.awaitTermination();
    }
  }

  private Hardened() {}
}
