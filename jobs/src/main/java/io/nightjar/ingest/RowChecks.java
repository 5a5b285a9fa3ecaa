package io.nightjar.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.nightjar.schema.Columns;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/** Conditions under which rows are quarantined, joined into one column with the reason. */
final class RowChecks {
  /** Nothing but what Unicode calls white space. */
  private static final String BLANK = "(?U)\\A\\s*\\z";

  private static final UserDefinedFunction HAS_CONTROL =
      udf((UDF1<String, Boolean>) RowChecks::hasControl, DataTypes.BooleanType);

  private final Map<Reason, Column> conditions = new EnumMap<>(Reason.class);

  /** Adds a condition; null counts as false. Conditions of the same reason are alternatives. */
  RowChecks refuse(Reason reason, Column condition) {
    Column refused = coalesce(condition, lit(false));
    conditions.merge(reason, refused, Column::or);
    return this;
  }

  /** Adds the conditions on an id. */
  RowChecks id(Column id, Reason blank, int maxBytes) {
    // What begins as most ids do is not blank, which is seen without a regular expression.
    Column visible = id.geq("!").and(id.lt("\u007F"));
    return refuse(blank, id.isNull().or(not(visible).and(id.rlike(BLANK))))
        .refuse(Reason.CONTROL_CHARACTER, HAS_CONTROL.apply(id))
        .refuse(Reason.ID_TOO_LONG, octet_length(id).gt(maxBytes));
  }

  private static Boolean hasControl(String id) {
    for (int i = 0; id != null && i < id.length(); i++) {
      if (id.charAt(i) < ' ') {
        return true;
      }
    }
    return false;
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
