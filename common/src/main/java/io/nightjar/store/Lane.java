package io.nightjar.store;

import java.util.Locale;

/** The two sides of a night that run the same jobs on different data. */
public enum Lane {
  /** Trained on everything: what is released. */
  SERVE,
  /** Trained on what came before the cut: what measures the recipe. */
  HOLDOUT;

  /** Name on the command line and in reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
