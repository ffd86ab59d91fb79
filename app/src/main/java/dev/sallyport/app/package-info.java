/**
 * Wiring: the only place that sees everything, chooses the clock and the chance, and starts and
 * stops what runs. Decides nothing about anybody's rights.
 *
 * <p>Exports: nothing; {@link dev.sallyport.app.Sallyport} is the program.
 */
@NullMarked
package dev.sallyport.app;

import org.jspecify.annotations.NullMarked;
