package io.nightjar.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.when;

import io.nightjar.schema.Columns;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/** Conditions under which rows are quarantined, joined into one column with the reason. */
final class RowChecks {
  /** Nothing but what Unicode calls white space. */
  private static final String BLANK = "(?U)\\A\\s*\\z";

  private static final String C0 = "[\\x00-\\x1F]";

  private final Map<Reason, Column> conditions = new EnumMap<>(Reason.class);

  /** Adds a condition; null counts as false. Conditions of the same reason are alternatives. */
  RowChecks refuse(Reason reason, Column condition) {
    Column refused = coalesce(condition, lit(false));
    conditions.merge(reason, refused, Column::or);
    return this;
  }

  /** Adds the conditions on an id. */
  RowChecks id(Column id, Reason blank, int maxBytes) {
    return refuse(blank, id.isNull().or(id.rlike(BLANK)))
        .refuse(Reason.CONTROL_CHARACTER, id.rlike(C0))
        .refuse(Reason.ID_TOO_LONG, octet_length(id).gt(maxBytes));
  }

  /** The code of the reason of the parse step, else of the first condition that holds, or null. */
  Column reason() {
    List<Column> reasons = new ArrayList<>();
    reasons.add(col(Source.REASON));
    conditions.forEach((reason, condition) -> reasons.add(when(condition, reason.code())));
    return coalesce(reasons.toArray(new Column[0]));
  }

  /** The bytes of rows that have a reason; of others nobody will ask. */
  static Column rawOfBad() {
    return when(col(Columns.REASON).isNotNull(), col(Source.RAW));
  }
}
