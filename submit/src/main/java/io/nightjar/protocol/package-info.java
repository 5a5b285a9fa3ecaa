/** Reproduces tables of results: recipes measured on one split of one log. */
package io.nightjar.protocol;
