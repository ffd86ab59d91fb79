/** See the module table of ARCHITECTURE.md. */
@NullMarked
package dev.sallyport.testkit;

import org.jspecify.annotations.NullMarked;
