package dev.sallyport.sql;

/** What a transaction statement does to the transaction. */
public enum TransactionControl {
    BEGIN,
    COMMIT,
    ROLLBACK,
    SAVEPOINT,
    RELEASE,
    ROLLBACK_TO,
    /** PREPARE TRANSACTION. */
    PREPARE
}
