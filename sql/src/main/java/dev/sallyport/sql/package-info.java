/**
 * Names, statements, and the lexer that agrees with PostgreSQL. Knows no policy and no grammar,
 * does no I/O.
 *
 * <p>Exports: {@link dev.sallyport.sql.SqlIdentifier}, {@link dev.sallyport.sql.TableName}, {@link
 * dev.sallyport.sql.StatementReader}, {@link dev.sallyport.sql.StatementReading}, {@link
 * dev.sallyport.sql.Statement}, {@link dev.sallyport.sql.RepeatReader}, {@link
 * dev.sallyport.sql.Normaliser}, {@link dev.sallyport.sql.StatementCache}.
 */
@NullMarked
package dev.sallyport.sql;

import org.jspecify.annotations.NullMarked;
