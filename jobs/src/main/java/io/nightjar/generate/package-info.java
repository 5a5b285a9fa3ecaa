/**
 * Makes interaction logs with planted tastes, the same bytes on any cluster.
 *
 * <p>Everything is a pure function of the seed and of a number: of a user, of an item, or of a
 * block of events. No step needs to know what another one drew, so memory does not grow with the
 * log.
 */
package io.nightjar.generate;
