/**
 * Questions to servers of others, and what comes back: bounded, and read strictly.
 *
 * <p>Exports: {@link dev.sallyport.app.http.BoundedClient}, {@link dev.sallyport.app.http.Json}.
 */
@NullMarked
package dev.sallyport.app.http;

import org.jspecify.annotations.NullMarked;
