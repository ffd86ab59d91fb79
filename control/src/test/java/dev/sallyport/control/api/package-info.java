/** Tests of the REST API. */
@NullMarked
package dev.sallyport.control.api;

import org.jspecify.annotations.NullMarked;
