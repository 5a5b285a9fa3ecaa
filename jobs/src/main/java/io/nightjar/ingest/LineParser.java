package io.nightjar.ingest;

import java.io.Serializable;

/** Turns one line into the values of the needed columns. */
interface LineParser {
  /**
   * Parses a line.
   *
   * @param into receives the values, from {@code offset} on; a column the line lacks stays null
   * @return why the line cannot be parsed, or null
   */
  Reason parse(String line, Object[] into, int offset);

  /** Parsers by file; files of one source can have their columns in different orders. */
  interface Factory extends Serializable {
    /**
     * A parser for one file.
     *
     * @param file as {@link org.apache.hadoop.fs.Path#toString()} spells it
     */
    LineParser forFile(String file);
  }
}
