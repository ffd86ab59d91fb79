package dev.sallyport.gateway;

import dev.sallyport.sql.NameUse;
import dev.sallyport.wire.BackendType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many rows of each cursor or portal have passed, page by page: both have names of one kind.
 * Confined to the session's event loop.
 */
final class Pages {
    /** Cursors that are counted apart; more than these count together. */
    private static final int MOST = 1_000;

    private static final String OTHERS = "others";

    private final Map<String, Long> shown = new HashMap<>();

    /** Whether more of a result can be asked for. */
    enum Rest {
        NONE,
        /**
         * Also where it failed: that ends nothing of its name but what a transaction's end does.
         */
        PERHAPS
    }

    static Rest rest(BackendType end) {
        return end == BackendType.PORTAL_SUSPENDED ? Rest.PERHAPS : Rest.NONE;
    }

    /** What earlier pages of it have shown. */
    long before(Owed result) {
        return name(result).map(name -> shown.getOrDefault(key(name), 0L)).orElse(0L);
    }

    /**
     * @param rows of all pages so far
     */
    void ended(Owed result, Rest rest, long rows) {
        Optional<NameUse> use = use(result);
        if (use.isEmpty()) {
            portal(result, rest, rows);
            return;
        }
        switch (use.get().act()) {
            case DECLARE, CLOSE -> {
                if (rest == Rest.NONE) {
                    closed(use.get().name());
                }
            }
            case FETCH -> shown.put(key(use.get().name()), rows);
            case PREPARE, EXECUTE, DEALLOCATE, SAVEPOINT, ROLLBACK_TO -> portal(result, rest, rows);
        }
    }

    private void portal(Owed result, Rest rest, long rows) {
        if (result.kind() == Owed.Kind.EXECUTE && rest == Rest.PERHAPS) {
            shown.put(key(result.name()), rows);
        } else if (result.kind() == Owed.Kind.EXECUTE) {
            shown.remove(result.name());
        }
    }

    private void closed(String name) {
        if (name.isEmpty()) {
            shown.clear();
        } else {
            shown.remove(name);
        }
    }

    /** The name stands for another query from here on. */
    void begins(String name) {
        shown.remove(name);
    }

    /** It ends every cursor but those that are held, any of which may be among the others. */
    void transactionEnded(Set<String> held) {
        if (held.isEmpty()) {
            shown.clear();
        } else {
            shown.keySet().removeIf(name -> !name.equals(OTHERS) && !held.contains(name));
        }
    }

    private String key(String name) {
        return shown.size() < MOST || shown.containsKey(name) ? name : OTHERS;
    }

    private static Optional<String> name(Owed result) {
        Optional<NameUse> fetch = use(result).filter(use -> use.act() == NameUse.Act.FETCH);
        if (fetch.isPresent()) {
            return fetch.map(NameUse::name);
        }
        return result.kind() == Owed.Kind.EXECUTE ? Optional.of(result.name()) : Optional.empty();
    }

    private static Optional<NameUse> use(Owed result) {
        return result.statement().flatMap(statement -> statement.conduct().name());
    }
}
