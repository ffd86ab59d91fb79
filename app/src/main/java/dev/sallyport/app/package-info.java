/** See the module table of ARCHITECTURE.md. */
@NullMarked
package dev.sallyport.app;

import org.jspecify.annotations.NullMarked;
