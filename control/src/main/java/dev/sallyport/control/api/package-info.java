/**
 * The REST API, version 1: people, groups, keys, and its own reference. What it changes it changes
 * through the directory and the console; it keeps nothing but the answers that may be asked for
 * again.
 *
 * <p>Exports: {@link dev.sallyport.control.api.ApiAssembly}.
 */
@NullMarked
package dev.sallyport.control.api;

import org.jspecify.annotations.NullMarked;
