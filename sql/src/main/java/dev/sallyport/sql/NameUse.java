package dev.sallyport.sql;

/**
 * What a statement does with the name of a prepared statement, a cursor or a savepoint.
 *
 * @param name as the server keeps it, however the statement spells it; empty for all of them
 */
public record NameUse(String name, Act act) {

    /** What is done. */
    public enum Act {
        PREPARE,
        /** Or planned, or its rows kept as a table. */
        EXECUTE,
        DEALLOCATE,
        DECLARE,
        /** Or moved. */
        FETCH,
        CLOSE,
        SAVEPOINT,
        /** Or released. */
        ROLLBACK_TO
    }
}
