/**
 * Tokens of the platforms that run agents and services: whose are trusted, with which keys, and
 * what a token has to say. Knows the gateway's port and nothing else of Sallyport.
 *
 * <p>Exports: {@link dev.sallyport.app.workload.Platform}, {@link
 * dev.sallyport.app.workload.PlatformTokens}.
 */
@NullMarked
package dev.sallyport.app.workload;

import org.jspecify.annotations.NullMarked;
