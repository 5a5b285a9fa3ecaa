package violation.nightjar.second;

/** A vague name, that prints and ends the process. */
public final class SecondJobHelper {
  private SecondJobHelper() {}

  /** Prints and ends the process. */
  public static void giveUp() {
    System.out.println("giving up");
    System.exit(1);
  }
}
