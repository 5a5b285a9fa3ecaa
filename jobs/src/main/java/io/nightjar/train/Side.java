package io.nightjar.train;

/** The two sides of a factorisation. */
enum Side {
  USERS(1),
  ITEMS(2);

  /** Makes the random vectors of one side others than those of the other. */
  final long salt;

  Side(long salt) {
    this.salt = salt;
  }

  Side other() {
    return this == USERS ? ITEMS : USERS;
  }
}
