/** Searches for a better configuration, on a window that no test sees. */
package io.nightjar.tune;
