/** See the module table of ARCHITECTURE.md. */
@NullMarked
package dev.sallyport.cli;

import org.jspecify.annotations.NullMarked;
