/** See the module table of ARCHITECTURE.md. */
@NullMarked
package dev.sallyport.gateway;

import org.jspecify.annotations.NullMarked;
