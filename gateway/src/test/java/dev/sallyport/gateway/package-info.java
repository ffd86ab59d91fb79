/** The gateway door against a real database and real clients. */
@NullMarked
package dev.sallyport.gateway;

import org.jspecify.annotations.NullMarked;
