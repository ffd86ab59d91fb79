package dev.sallyport.sql;

/** What a statement does with the name of a prepared statement or of a cursor. */
public record NameUse(String name, Act act) {

    /** What is done. */
    public enum Act {
        PREPARE,
        /** Or planned, or its rows kept as a table. */
        EXECUTE,
        DECLARE,
        /** Or moved. */
        FETCH
    }
}
