/**
 * SCIM 2.0 as identity providers speak it, over the directory. Does not decide who may come or who
 * has left: the directory does.
 *
 * <p>Exports: {@link dev.sallyport.control.scim.ScimAssembly}.
 */
@NullMarked
package dev.sallyport.control.scim;

import org.jspecify.annotations.NullMarked;
