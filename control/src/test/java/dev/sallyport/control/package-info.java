/** Tests of the control plane, from outside: HTTP, a real PostgreSQL, a clock by hand. */
@NullMarked
package dev.sallyport.control;

import org.jspecify.annotations.NullMarked;
