package io.nightjar.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Bounds of a number in the configuration, or of each number in a list or an {@code Optional}. Only
 * finite numbers are ever in range.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
  /** Least value allowed. */
  double min() default Double.NEGATIVE_INFINITY;

  /** Greatest value allowed. */
  double max() default Double.POSITIVE_INFINITY;

  /** Bound that a value must exceed. */
  double above() default Double.NEGATIVE_INFINITY;
}
