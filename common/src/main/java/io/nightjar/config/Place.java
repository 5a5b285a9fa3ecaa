package io.nightjar.config;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Where a key was written.
 *
 * @param source {@link #REFERENCE}, {@link #SET}, or the name of a file
 * @param line from 1
 */
record Place(String source, int line) {
  static final String REFERENCE = "reference";
  static final String SET = "--set";

  static Place of(Node node) {
    return of(node.getStartMark().orElseThrow());
  }

  static Place of(Mark mark) {
    return new Place(mark.getName(), mark.getLine() + 1);
  }

  boolean isFile() {
    return !source.equals(REFERENCE) && !source.equals(SET);
  }

  @Override
  public String toString() {
    return isFile() ? source + ":" + line : source;
  }
}
