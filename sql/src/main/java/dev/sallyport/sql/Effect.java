package dev.sallyport.sql;

/** What a statement can do at most, as far as its text tells; in doubt {@link #WRITE}. */
public enum Effect {
    /** Changes nothing: a query of plain tables and known harmless built-in functions. */
    READ,
    /** May change rows or call unknown code. */
    WRITE,
    /** Changes tables, rights or other definitions. */
    DEFINE,
    /**
     * Steers the session or the transaction. FETCH runs a query judged at its DECLARE, so nothing
     * here changes a row that no earlier statement announced.
     */
    CONTROL
}
