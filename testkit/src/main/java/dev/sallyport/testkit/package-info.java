/**
 * What tests stand on: a real PostgreSQL, of every release the door is for. Never part of what
 * ships.
 *
 * <p>Exports: {@link dev.sallyport.testkit.RealPostgres}, {@link
 * dev.sallyport.testkit.PostgresRelease}.
 */
@NullMarked
package dev.sallyport.testkit;

import org.jspecify.annotations.NullMarked;
