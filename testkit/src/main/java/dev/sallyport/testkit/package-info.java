/**
 * What tests stand on: a real PostgreSQL, of every release the door is for, and fakes. Never part
 * of what ships.
 *
 * <p>Exports: {@link dev.sallyport.testkit.RealPostgres}, {@link
 * dev.sallyport.testkit.PostgresRelease}, {@link dev.sallyport.testkit.OwnPostgres}, {@link
 * dev.sallyport.testkit.ServerCertificate}, {@link dev.sallyport.testkit.SoftAuthenticator}, {@link
 * dev.sallyport.testkit.FakeVault}.
 */
@NullMarked
package dev.sallyport.testkit;

import org.jspecify.annotations.NullMarked;
