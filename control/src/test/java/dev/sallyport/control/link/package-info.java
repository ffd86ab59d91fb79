/** Tests of gateways that follow. */
@NullMarked
package dev.sallyport.control.link;

import org.jspecify.annotations.NullMarked;
