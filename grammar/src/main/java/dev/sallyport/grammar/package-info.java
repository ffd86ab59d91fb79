/**
 * Reads SQL by PostgreSQL's own grammar, compiled from libpg_query's WebAssembly. Knows no policy
 * and no catalog, does no I/O.
 *
 * <p>Exports: {@link dev.sallyport.grammar.StatementReader}.
 */
@NullMarked
package dev.sallyport.grammar;

import org.jspecify.annotations.NullMarked;
