/**
 * Names, what is told of a statement, and the lexer that agrees with PostgreSQL. Knows no policy
 * and no grammar, does no I/O.
 *
 * <p>Exports: {@link dev.sallyport.sql.SqlIdentifier}, {@link dev.sallyport.sql.TableName}, {@link
 * dev.sallyport.sql.Statement} and all it is made of, {@link dev.sallyport.sql.StatementReading},
 * {@link dev.sallyport.sql.StatementCutter}, {@link dev.sallyport.sql.Cutting}, {@link
 * dev.sallyport.sql.Normaliser}, {@link dev.sallyport.sql.StatementCache}, {@link
 * dev.sallyport.sql.SelectList}.
 */
@NullMarked
package dev.sallyport.sql;

import org.jspecify.annotations.NullMarked;
