/** See the module table of ARCHITECTURE.md. */
@NullMarked
package dev.sallyport.audit;

import org.jspecify.annotations.NullMarked;
