/**
 * The policy language: one folder that says who may see what, why, and until when. Pure: reads a
 * folder once, then decides without I/O and without a clock of its own.
 */
@NullMarked
package dev.sallyport.policy;

import org.jspecify.annotations.NullMarked;
