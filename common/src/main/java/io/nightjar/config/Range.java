package io.nightjar.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Inclusive bounds of a number in the configuration. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
  /** Least value allowed. */
  double min() default Double.NEGATIVE_INFINITY;

  /** Greatest value allowed. */
  double max() default Double.POSITIVE_INFINITY;
}
