/** The command line: one class a command. Only this package prints and ends the process. */
package io.nightjar.cli;
