/**
 * The {@code sallyport} command: reads the command line and prints what came of it. Starts nothing
 * and opens nothing itself; {@link dev.sallyport.cli.Actions} does.
 *
 * <p>Exports: {@link dev.sallyport.cli.Actions}, {@link dev.sallyport.cli.Request}, {@link
 * dev.sallyport.cli.Exit}, {@link dev.sallyport.cli.Terminal}, {@link
 * dev.sallyport.cli.SallyportCommand}.
 */
@NullMarked
package dev.sallyport.cli;

import org.jspecify.annotations.NullMarked;
