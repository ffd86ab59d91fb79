package dev.sallyport.sql;

import org.jspecify.annotations.Nullable;

/**
 * A reader that remembers what it has read: one per event loop. A repeated statement costs one pass
 * of the lexer and a lookup, without allocation. For one thread.
 */
public final class RepeatReader {
    private final StatementReader reader;
    private final Normaliser normaliser = new Normaliser();
    private final StatementCache<StatementReading> cache = new StatementCache<>();

    public RepeatReader(StatementReader reader) {
        this.reader = reader;
    }

    /** As {@link StatementReader#read}; equal statements give the same object while remembered. */
    public StatementReading read(byte[] utf8, int offset, int length) {
        return switch (normaliser.normalise(utf8, offset, length)) {
            case REPEATABLE -> remembered(utf8, offset, length);
            case SINGULAR -> reader.read(utf8, offset, length);
            case UNREADABLE ->
                    new StatementReading.Unreadable(normaliser.position(), normaliser.reason());
        };
    }

    private StatementReading remembered(byte[] utf8, int offset, int length) {
        @Nullable StatementReading known = cache.find(normaliser);
        if (known != null) {
            return known;
        }
        StatementReading fresh = reader.read(utf8, offset, length);
        cache.keep(normaliser, fresh);
        return fresh;
    }
}
