/** See the module table of ARCHITECTURE.md. */
@NullMarked
package dev.sallyport.wire;

import org.jspecify.annotations.NullMarked;
