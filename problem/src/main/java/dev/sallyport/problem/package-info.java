/**
 * What a person did wrong, where, and what instead. Does not decide anything.
 *
 * <p>Exports: {@link dev.sallyport.problem.Problem}, {@link dev.sallyport.problem.Place}, {@link
 * dev.sallyport.problem.ProblemCode}, {@link dev.sallyport.problem.Refused}, {@link
 * dev.sallyport.problem.Spelling}.
 */
@NullMarked
package dev.sallyport.problem;

import org.jspecify.annotations.NullMarked;
