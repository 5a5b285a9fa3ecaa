package io.nightjar.recommend;

import java.util.Arrays;

/**
 * Sums by item number over the few items that get any: a hash table with open addressing, whose
 * memory follows the items with votes and not the catalogue. Items have places 0, 1 … in the order
 * in which they first got one, and each sum is taken in the order of its votes. Not thread-safe.
 */
final class Votes {
  private int size;
  private int[] items = new int[512];
  private float[] sums = new float[512];
  private float[] most = new float[512];
  private int[] leaders = new int[512];

  /** Place + 1 of an item, or 0; twice as many as places, a power of two. */
  private int[] table = new int[1024];

  /**
   * Adds a vote.
   *
   * @param share other than 0; below 0 it is a vote against
   * @param from who votes
   * @return the item's place
   */
  int add(int item, float share, int from) {
    int slot = slot(item);
    int place = table[slot] - 1;
    if (place < 0) {
      if (size == items.length) {
        grow();
        slot = slot(item);
      }
      place = size++;
      table[slot] = size;
      items[place] = item;
      sums[place] = 0;
      most[place] = 0;
    }
    sums[place] += share;
    if (share > most[place]) {
      most[place] = share;
      leaders[place] = from;
    }
    return place;
  }

  /** Takes the votes of an item away, if it has any: its sum is 0. */
  void drop(int item) {
    int place = place(item);
    if (place >= 0) {
      sums[place] = 0;
    }
  }

  /** The place of an item, or −1 if it has had no vote. */
  int place(int item) {
    return table[slot(item)] - 1;
  }

  /** Items with votes. */
  int size() {
    return size;
  }

  /** Places there is room for now. */
  int capacity() {
    return items.length;
  }

  int item(int place) {
    return items[place];
  }

  float sum(int place) {
    return sums[place];
  }

  /** Who gave the largest share; the first of equals. */
  int leader(int place) {
    return leaders[place];
  }

  /** Forgets all votes. */
  void clear() {
    if (size * 8 > table.length) {
      Arrays.fill(table, 0);
    } else {
      // From the last: what an earlier item was put behind is still there when it is looked for.
      for (int place = size - 1; place >= 0; place--) {
        table[slot(items[place])] = 0;
      }
    }
    size = 0;
  }

  /** Where an item is in the table, or where it would go. */
  private int slot(int item) {
    int mask = table.length - 1;
    int hash = item * 0x9E3779B9;
    int slot = (hash ^ hash >>> 15) & mask;
    while (table[slot] != 0 && items[table[slot] - 1] != item) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int room = 2 * items.length;
    items = Arrays.copyOf(items, room);
    sums = Arrays.copyOf(sums, room);
    most = Arrays.copyOf(most, room);
    leaders = Arrays.copyOf(leaders, room);
    table = new int[2 * room];
    for (int place = 0; place < size; place++) {
      table[slot(items[place])] = place + 1;
    }
  }
}
