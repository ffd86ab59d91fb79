package dev.sallyport.sql;

/**
 * Reads query strings as PostgreSQL 14 to 18 would cut them into tokens and statements. Immutable,
 * thread-safe; knows no grammar, so it never says which tables a statement touches.
 */
public final class StatementReader {

    /** Reads one query string, which may hold several statements or none. Never throws. */
    public StatementReading read(byte[] utf8, int offset, int length) {
        Normaliser normaliser = new Normaliser();
        StatementCollector collector = new StatementCollector(normaliser);
        return switch (normaliser.normalise(utf8, offset, length, collector)) {
            case REPEATABLE, SINGULAR -> new StatementReading.Readable(collector.statements());
            case UNREADABLE ->
                    new StatementReading.Unreadable(normaliser.position(), normaliser.reason());
        };
    }
}
