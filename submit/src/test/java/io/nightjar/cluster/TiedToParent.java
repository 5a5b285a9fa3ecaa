package io.nightjar.cluster;

import java.util.Arrays;

/**
 * Runs another main class and ends with the process that started it, however that one ended: its
 * standard input is a pipe from there, which breaks.
 */
final class TiedToParent {
  private TiedToParent() {}

  /** Runs the main class named first with the arguments that follow. */
  public static void main(String[] args) throws Exception {
    Thread watch = new Thread(TiedToParent::haltAtEndOfInput, "parent watch");
    watch.setDaemon(true);
    watch.start();
    Class.forName(args[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
  }

  private static void haltAtEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever sent.
      }
    } catch (java.io.IOException e) {
      // As good an end as any.
    }
    Runtime.getRuntime().halt(1);
  }
}
