package dev.sallyport.sql;

import java.util.List;

/** What the reader made of one query string. */
public sealed interface StatementReading {

    /**
     * The statements in order.
     *
     * @param statements empty for the empty query
     */
    @SuppressWarnings("AvoidCommonTypeNames") // never seen without its outer name
    record Readable(List<Statement> statements) implements StatementReading {
        public Readable {
            statements = List.copyOf(statements);
        }
    }

    /**
     * Text that is no SQL, or too much of it.
     *
     * @param position bytes from the start of the query string
     * @param reason what is wrong, without any of the text
     */
    record Unreadable(int position, String reason) implements StatementReading {}

    /**
     * Text that would take too long to read.
     *
     * @param reason what of it is too much, without any of the text
     */
    record TooMuch(String reason) implements StatementReading {}
}
