package dev.sallyport.sql;

import org.jspecify.annotations.Nullable;

/**
 * What is known about query strings that come again, whatever their literals. Bounded; for one
 * thread.
 *
 * <p>A long text that comes again as it was is found by its bytes alone, which is faster than to
 * normalise it; so is a text whose reading depends on a literal, which nothing else finds. Their
 * literals stay in memory for that, bounded as {@link StatementCache} is, and nowhere else.
 *
 * @param <V> an immutable value, a function of the text
 */
public final class KnownTexts<V> {
    /** Shorter texts are normalised about as fast as they are looked up. */
    private static final int LONG_BYTES = 128;

    /** Longer ones seldom come again as they were: they carry values. */
    private static final int EXACT_BYTES = 8 << 10;

    private final Normaliser normaliser = new Normaliser();
    private final StatementCache<V> normalised = new StatementCache<>();
    private final StatementCache<V> exact = new StatementCache<>();

    /** The value kept for the first {@code length} bytes, or null. */
    public @Nullable V find(byte[] utf8, int length) {
        boolean isLong = length >= LONG_BYTES && length <= EXACT_BYTES;
        V same = isLong ? exact(utf8, length) : null;
        if (same != null) {
            return same;
        }
        return switch (normaliser.normalise(utf8, 0, length)) {
            case REPEATABLE -> {
                V value = normalised.find(normaliser);
                if (isLong && value != null) {
                    keepExact(utf8, length, value);
                }
                yield value;
            }
            case SINGULAR -> isLong ? null : exact(utf8, length);
            case UNREADABLE -> null;
        };
    }

    /** Keeps a value for a text, unless the text is too long or cannot be read. */
    public void keep(byte[] utf8, V value) {
        switch (normaliser.normalise(utf8, 0, utf8.length)) {
            case REPEATABLE -> normalised.keep(normaliser, value);
            case SINGULAR -> keepExact(utf8, utf8.length, value);
            case UNREADABLE -> {}
        }
    }

    private @Nullable V exact(byte[] utf8, int length) {
        return exact.find(utf8, length, Normaliser.hashOf(utf8, length));
    }

    private void keepExact(byte[] utf8, int length, V value) {
        if (length <= EXACT_BYTES) {
            exact.keep(utf8, length, Normaliser.hashOf(utf8, length), value);
        }
    }
}
