/**
 * The gateway door: the PostgreSQL protocol with sign-in, refusals in the policy's words, and every
 * statement on record before its result leaves. Masks nothing and filters no row; the database
 * does.
 *
 * <p>Exports: {@link dev.sallyport.gateway.GatewayServer}, {@link
 * dev.sallyport.gateway.GatewaySettings}, {@link dev.sallyport.gateway.Credentials}, {@link
 * dev.sallyport.gateway.PolicySnapshot}, {@link dev.sallyport.gateway.LiveSessions}, {@link
 * dev.sallyport.gateway.SessionView}, {@link dev.sallyport.gateway.ExportRequests}.
 */
@NullMarked
package dev.sallyport.gateway;

import org.jspecify.annotations.NullMarked;
