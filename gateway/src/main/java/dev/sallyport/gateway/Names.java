package dev.sallyport.gateway;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the names of prepared statements, or of portals, stand for: as the database has confirmed
 * it, and as it will be if the messages on their way succeed.
 */
final class Names {
    private final Map<String, Judged> confirmed = new HashMap<>();
    private final Map<String, Owed> expected = new HashMap<>();

    /** What the name stands for if everything before succeeds; null where no message gave it. */
    @Nullable Judged find(String name) {
        Owed giver = expected.get(name);
        return giver == null ? confirmed.get(name) : giver.judged();
    }

    /**
     * Whether a message of an earlier batch gives the name and is not answered: if it fails, this
     * batch still runs, with whatever the name stood for before.
     */
    boolean isUnsettled(String name, long batch) {
        Owed giver = expected.get(name);
        return giver != null && giver.batch() != batch;
    }

    void expect(Owed giver) {
        expected.put(giver.name(), giver);
    }

    void confirm(Owed giver) {
        expected.remove(giver.name(), giver);
        Judged judged = giver.judged();
        if (judged != null) {
            confirmed.put(giver.name(), judged);
        }
    }

    /** The message failed or was skipped. */
    void drop(Owed giver) {
        expected.remove(giver.name(), giver);
    }

    /** The database knows the name no longer, or by something we have not seen. */
    void forget(String name) {
        confirmed.remove(name);
    }

    void forgetAll() {
        confirmed.clear();
    }

    int size() {
        return confirmed.size();
    }
}
