/**
 * What every page of the control plane shares: how refusals are told (RFC 9457), how long a body
 * may be, whether the process lives. Does not know what any page is about.
 *
 * <p>Exports: {@link dev.sallyport.control.http.HttpAssembly}, {@link
 * dev.sallyport.control.http.Statuses}, {@link dev.sallyport.control.http.Gauges}.
 */
@NullMarked
package dev.sallyport.control.http;

import org.jspecify.annotations.NullMarked;
