package io.nightjar.generate;

/**
 * One thing that happened.
 *
 * @param number place in the log's own count, from 0
 * @param value stars of a rating, quantity of a purchase; 0 for none
 * @param at milliseconds after the log's first midnight
 */
record Event(long number, int user, int item, String type, int value, long at, String device) {
  static final String VIEW = "view";
  static final String CART = "cart";
  static final String PURCHASE = "purchase";
  static final String RATING = "rating";
}
