/**
 * What tests stand on: a real PostgreSQL, of every release the door is for, fakes, and the program
 * and others in processes of their own. Never part of what ships.
 *
 * <p>Exports: {@link dev.sallyport.testkit.RealPostgres}, {@link
 * dev.sallyport.testkit.PostgresRelease}, {@link dev.sallyport.testkit.OwnPostgres}, {@link
 * dev.sallyport.testkit.ServerCertificate}, {@link dev.sallyport.testkit.SoftAuthenticator}, {@link
 * dev.sallyport.testkit.FakeVault}, {@link dev.sallyport.testkit.Project}, {@link
 * dev.sallyport.testkit.SampleHospital}, {@link dev.sallyport.testkit.ExamplePolicy}, {@link
 * dev.sallyport.testkit.Program}, {@link dev.sallyport.testkit.Sallyport}, {@link
 * dev.sallyport.testkit.Rows}.
 */
@NullMarked
package dev.sallyport.testkit;

import org.jspecify.annotations.NullMarked;
