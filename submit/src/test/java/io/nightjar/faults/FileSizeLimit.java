package io.nightjar.faults;

import java.io.IOException;

/**
 * Lets this process write no file past so many bytes, as on a disk that is full: the rest of a
 * write is refused, after the part that still fits. Put on by {@code prlimit} of util-linux.
 */
final class FileSizeLimit implements AutoCloseable {
  /** Limits every write from now on until closed. */
  FileSizeLimit(long bytes) {
    set(Long.toString(bytes));
  }

  @Override
  public void close() {
    set("unlimited");
  }

  private static void set(String soft) {
    try {
      Process prlimit =
          new ProcessBuilder(
                  "prlimit",
                  "--pid=" + ProcessHandle.current().pid(),
                  "--fsize=" + soft + ":unlimited")
              .inheritIO()
              .start();
      if (prlimit.waitFor() != 0) {
        throw new IllegalStateException("prlimit ended with " + prlimit.exitValue());
      }
    } catch (IOException e) {
      throw new IllegalStateException("Cannot limit files; is util-linux installed?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
