/** A whole night: which jobs run in which order, and what is released and reported at its end. */
package io.nightjar.night;
