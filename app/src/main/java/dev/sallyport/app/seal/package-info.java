/**
 * Keys that an operator keeps, and what is sealed under them: single secrets, and whole files of
 * any length.
 */
@NullMarked
package dev.sallyport.app.seal;

import org.jspecify.annotations.NullMarked;
