package io.nightjar.linalg;

import java.io.Serializable;

/**
 * What a similarity needs to know of the whole data: a task sees only the users of its own items.
 *
 * <p>All of it counts the very interactions that {@link SimilarityKernel} is given, that is, after
 * any cap on a user's items or an item's users. Immutable by agreement: the arrays are not copied.
 */
public final class ItemStats implements Serializable {
  private static final long serialVersionUID = 1;

  private final int[] users;
  private final double[][] squares;
  private final long totalUsers;

  /**
   * Statistics of items 0 to {@code users.length - 1}.
   *
   * @param users for each item, the users who interacted with it
   * @param squares for each weighting, for each item the sum of its squared weights; null where no
   *     measure divides by them
   * @param totalUsers users with any interaction
   * @throws IllegalArgumentException if the counts contradict each other
   */
  public ItemStats(int[] users, double[][] squares, long totalUsers) {
    for (double[] sums : squares) {
      if (sums != null && sums.length != users.length) {
        throw new IllegalArgumentException(
            "Cannot use statistics of %d items beside %d sums of squares"
                .formatted(users.length, sums.length));
      }
    }
    for (int item = 0; item < users.length; item++) {
      if (users[item] < 0 || users[item] > totalUsers) {
        throw new IllegalArgumentException(
            "Cannot use statistics of item %d: %d users of %d"
                .formatted(item, users[item], totalUsers));
      }
    }
    this.users = users;
    this.squares = squares;
    this.totalUsers = totalUsers;
  }

  /** How many items there are; they are numbered from 0. */
  public int items() {
    return users.length;
  }

  /** Users who interacted with an item. */
  public int users(int item) {
    return users[item];
  }

  /** Users with any interaction. */
  public long totalUsers() {
    return totalUsers;
  }

  double squares(int weighting, int item) {
    if (squares[weighting] == null) {
      throw new IllegalStateException("Weighted cosine needs the sums of squared weights");
    }
    return squares[weighting][item];
  }
}
