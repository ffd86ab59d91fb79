/**
 * What tests stand on: a real PostgreSQL. Never part of what ships.
 *
 * <p>Exports: {@link dev.sallyport.testkit.RealPostgres}.
 */
@NullMarked
package dev.sallyport.testkit;

import org.jspecify.annotations.NullMarked;
