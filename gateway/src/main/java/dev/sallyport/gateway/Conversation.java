package dev.sallyport.gateway;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows a session's prepared statements and portals, and what the database still owes. PostgreSQL
 * manual, section "Message Flow". Confined to the session's event loop.
 */
final class Conversation {
    /** Names one client may hold at once; a driver's statement cache is 256 as a rule. */
    static final int NAMES = 10_000;

    private final Map<String, Judged> prepared = new HashMap<>();
    private final Map<String, Judged> portals = new HashMap<>();
    private final ArrayDeque<Owed> owed = new ArrayDeque<>();
    private boolean skipping;
    private long statements;

    boolean hasRoomForNames() {
        return prepared.size() < NAMES && portals.size() < NAMES;
    }

    void prepare(String name, Judged judged) {
        prepared.put(name, judged);
    }

    Optional<Judged> prepared(String name) {
        return Optional.ofNullable(prepared.get(name));
    }

    void bind(String portal, Judged judged) {
        portals.put(portal, judged);
    }

    Optional<Judged> portal(String name) {
        return Optional.ofNullable(portals.get(name));
    }

    void closePrepared(String name) {
        prepared.remove(name);
    }

    void closePortal(String name) {
        portals.remove(name);
    }

    /** The next number for a text of this many statements. */
    long number(int count) {
        long first = statements + 1;
        statements += count;
        return first;
    }

    /** The database will answer this, unless it is skipping to the next Sync. */
    void expect(Owed answer) {
        if (answer.kind() == Owed.Kind.SYNC) {
            skipping = false;
        }
        if (!skipping) {
            owed.add(answer);
        }
    }

    @Nullable Owed next() {
        return owed.peek();
    }

    void answered() {
        owed.poll();
    }

    /** After an error in the extended protocol nothing is answered up to the next Sync. */
    void skipToSync(Consumer<Owed> skipped) {
        for (Owed next = owed.peek();
                next != null && next.kind() != Owed.Kind.SYNC;
                next = owed.peek()) {
            skipped.accept(next);
            owed.remove();
        }
        skipping = owed.isEmpty();
    }

    /** The end of a transaction ends every portal. */
    void transactionEnded() {
        portals.clear();
    }

    boolean nothingOwed() {
        return owed.isEmpty();
    }
}
