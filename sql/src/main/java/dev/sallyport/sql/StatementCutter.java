package dev.sallyport.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts query strings into statements as PostgreSQL 14 to 18 would. Knows no grammar. Immutable,
 * thread-safe.
 */
public final class StatementCutter {

    /** Cuts one query string, which may hold several statements or none. Never throws. */
    public Cutting cut(byte[] utf8, int offset, int length) {
        Normaliser normaliser = new Normaliser();
        List<Cut> cuts = new ArrayList<>();
        CutListener listener =
                (from, to, first, end) ->
                        cuts.add(new Cut(normaliser.text(from, to), first - offset, end - offset));
        return switch (normaliser.normalise(utf8, offset, length, listener)) {
            case REPEATABLE, SINGULAR -> new Cutting.Cuts(cuts, normaliser.tokens());
            case UNREADABLE -> new Cutting.Unreadable(normaliser.position(), normaliser.reason());
        };
    }
}
