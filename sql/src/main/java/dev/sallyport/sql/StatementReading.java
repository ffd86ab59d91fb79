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
     * Text whose tokens cannot be told for certain.
     *
     * @param position bytes from the start of the query string
     * @param reason what is wrong, without any of the text
     */
    record Unreadable(int position, String reason) implements StatementReading {}
}
