package dev.sallyport.gateway;

import dev.sallyport.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/** The portals that SQL has named, until they end. Confined to the session's event loop. */
final class Cursors {
    private final Names names = new Names();
    private final Set<String> held = new HashSet<>();

    /** What the names stand for. */
    Names names() {
        return names;
    }

    /** Those declared to outlast their transaction, even one that was rolled back. */
    Set<String> held() {
        return held;
    }

    void declared(Statement declares, Owed giver) {
        names.confirm(giver);
        if (declares.normalised().contains(" with hold ")) {
            held.add(giver.name());
        } else {
            held.remove(giver.name());
        }
    }

    void closed(String name) {
        names.forget(name);
        held.remove(name);
    }

    void allClosed() {
        names.forgetAll();
        held.clear();
    }

    void transactionEnded() {
        if (names.size() > held.size()) {
            names.forgetAllBut(held);
        }
    }
}
