/** See the module table of ARCHITECTURE.md. */
@NullMarked
package dev.sallyport.bench;

import org.jspecify.annotations.NullMarked;
