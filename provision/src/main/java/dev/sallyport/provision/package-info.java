/** See the module table of ARCHITECTURE.md. */
@NullMarked
package dev.sallyport.provision;

import org.jspecify.annotations.NullMarked;
