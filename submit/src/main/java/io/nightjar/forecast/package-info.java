/** What a night is going to take, before it begins. */
package io.nightjar.forecast;
