/**
 * The PostgreSQL frontend/backend protocol 3 as records, and SCRAM-SHA-256. Opens no socket,
 * decides nothing about a statement and keeps no state of a session.
 *
 * <p>Exports: {@link dev.sallyport.wire.FrontendFrame} and {@link dev.sallyport.wire.BackendFrame}
 * (what stands in a buffer, told from five bytes), {@link dev.sallyport.wire.StartupPacket}, {@link
 * dev.sallyport.wire.FrontendMessage}, {@link dev.sallyport.wire.AuthenticationResponse}, {@link
 * dev.sallyport.wire.BackendMessage}, {@link dev.sallyport.wire.ScramServer}, {@link
 * dev.sallyport.wire.ScramClient}, {@link dev.sallyport.wire.ScramVerifier}.
 */
@NullMarked
package dev.sallyport.wire;

import org.jspecify.annotations.NullMarked;
