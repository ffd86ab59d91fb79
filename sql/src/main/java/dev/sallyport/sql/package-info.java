/**
 * Names, statements, and the lexer that agrees with PostgreSQL. Knows no policy and does no I/O.
 *
 * <p>Exports: {@link dev.sallyport.sql.SqlIdentifier}, {@link dev.sallyport.sql.TableName}.
 */
@NullMarked
package dev.sallyport.sql;

import org.jspecify.annotations.NullMarked;
