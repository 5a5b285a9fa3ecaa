package io.nightjar.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What tells the machine of this process from others. */
final class Machine {
  private static final String NAME = find();

  /** Its name in a network. */
  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unknown host";
    }
  }

  /**
   * A name that only processes share which see each other: of this start of the machine, and of its
   * container. Blank where the operating system tells neither.
   */
  static String name() {
    return NAME;
  }

  private static String find() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return boot + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException e) {
      return "";
    }
  }

  private Machine() {}
}
