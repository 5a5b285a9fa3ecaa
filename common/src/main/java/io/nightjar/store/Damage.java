package io.nightjar.store;

import java.io.Serializable;

/**
 * A file that is not what its manifest says.
 *
 * @param file its whole path
 * @param what what is wrong with it
 */
public record Damage(String file, String what) implements Serializable {
  @Override
  public String toString() {
    return file + " " + what;
  }
}
