package io.nightjar.ingest;

/** Parses delimited lines of a file whose columns are known. */
final class CsvLineParser implements LineParser {
  private final CsvFields fields;
  private final int[] targets;

  /**
   * A parser.
   *
   * @param targets for each field of a line, which needed column it is; −1 for none
   */
  CsvLineParser(CsvFields fields, int[] targets) {
    this.fields = fields;
    this.targets = targets;
  }

  @Override
  public Reason parse(String line, Object[] into, int offset) {
    int field = 0;
    fields.reset(line);
    while (fields.next()) {
      if (field < targets.length && targets[field] >= 0) {
        into[offset + targets[field]] = fields.text();
      }
      field++;
    }
    if (fields.malformed()) {
      return Reason.MALFORMED_QUOTE;
    }
    return field == targets.length ? null : Reason.COLUMN_COUNT;
  }
}
