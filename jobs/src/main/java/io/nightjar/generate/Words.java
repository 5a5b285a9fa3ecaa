package io.nightjar.generate;

/** Made-up words that can be pronounced, and the names of departments and shelves. */
final class Words {
  private static final String[] ONSETS = {
    "b", "br", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "tr", "v", "z"
  };
  private static final String[] VOWELS = {"a", "e", "i", "o", "u"};
  private static final String[] ENDS = {"", "", "", "l", "n", "r", "s"};

  /** Department, then its shelves. */
  private static final String[][] DEPARTMENTS = {
    {"Home", "Lamp", "Rug", "Mirror", "Vase", "Clock", "Shelf"},
    {"Kitchen", "Teapot", "Pan", "Kettle", "Knife", "Mug", "Tray"},
    {"Music", "Guitar", "Drum", "Violin", "Flute", "Speaker", "Microphone"},
    {"Outdoor", "Tent", "Lantern", "Rucksack", "Compass", "Canoe", "Hammock"},
    {"Books", "Novel", "Atlas", "Cookbook", "Biography", "Comic", "Diary"},
    {"Garden", "Spade", "Planter", "Trellis", "Bench", "Birdhouse", "Hose"},
    {"Toys", "Puzzle", "Kite", "Robot", "Train", "Doll", "Marble Run"},
    {"Clothing", "Jacket", "Scarf", "Boot", "Glove", "Hat", "Belt"}
  };

  /** A capitalised word of two or three syllables. */
  static String word(Draws draws) {
    StringBuilder word = new StringBuilder();
    for (int syllables = 2 + draws.below(2); syllables > 0; syllables--) {
      word.append(pick(ONSETS, draws)).append(pick(VOWELS, draws));
    }
    word.append(pick(ENDS, draws)).setCharAt(0, Character.toUpperCase(word.charAt(0)));
    return word.toString();
  }

  /** The department of a cluster of taste, such as "Home". */
  static String department(int cluster) {
    return DEPARTMENTS[cluster % DEPARTMENTS.length][0];
  }

  /** What a cluster's items are, such as "Lamp". */
  static String noun(int cluster) {
    String[] nouns = DEPARTMENTS[cluster % DEPARTMENTS.length];
    return nouns[1 + cluster / DEPARTMENTS.length % (nouns.length - 1)];
  }

  /** Number of clusters after which a noun returns. */
  static int nouns() {
    return DEPARTMENTS.length * (DEPARTMENTS[0].length - 1);
  }

  private static String pick(String[] of, Draws draws) {
    return of[draws.below(of.length)];
  }

  private Words() {}
}
