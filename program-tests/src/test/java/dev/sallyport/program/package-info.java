/** The program in a process of its own, as it is started, asked, killed and read from outside. */
@NullMarked
package dev.sallyport.program;

import org.jspecify.annotations.NullMarked;
