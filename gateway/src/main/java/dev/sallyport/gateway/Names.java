package dev.sallyport.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the names of prepared statements, or of portals, stand for: as the database has confirmed
 * it, and as it will be if the messages on their way succeed.
 */
final class Names {
    private final Map<String, Owed> confirmed = new HashMap<>();
    private final Map<String, Owed> expected = new HashMap<>();
    private long bytes;

    /** What the name stands for if everything before succeeds; null where no message gave it. */
    @Nullable Judged find(String name) {
        Owed giver = giver(name);
        return giver == null ? null : giver.judged();
    }

    /** The message that gives the name its meaning. */
    @Nullable Owed giver(String name) {
        Owed last = expected.get(name);
        if (last == null) {
            return confirmed.get(name);
        }
        return last.gives() ? last : null;
    }

    /** What gave the name the meaning that it has in the database; null where nothing known did. */
    @Nullable Owed confirmed(String name) {
        return confirmed.get(name);
    }

    /**
     * Whether a message of an earlier batch, or a query, which is one by itself, gives or ends the
     * name and is not answered: if it fails, this batch still runs, with whatever the name stood
     * for before.
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
        if (giver.gives()) {
            bytes += giver.bytes() - bytes(confirmed.put(giver.name(), giver));
        } else {
            forget(giver.name());
        }
    }

    private static long bytes(@Nullable Owed giver) {
        return giver == null ? 0 : giver.bytes();
    }

    /** The message failed or was skipped. */
    void drop(Owed giver) {
        expected.remove(giver.name(), giver);
    }

    /** The database knows the name no longer, or by something we have not seen. */
    void forget(String name) {
        bytes -= bytes(confirmed.remove(name));
    }

    /** All but the statement without a name, which SQL cannot end. */
    void forgetNamed() {
        confirmed.keySet().removeIf(name -> !name.isEmpty());
        bytes = bytes(confirmed.get(""));
    }

    void forgetAll() {
        confirmed.clear();
        bytes = 0;
    }

    void forgetAllBut(Set<String> kept) {
        confirmed.keySet().retainAll(kept);
        bytes = confirmed.values().stream().mapToLong(Owed::bytes).sum();
    }

    /** Each may stand for something else now, but for the database still knows them. */
    void doubtAll() {
        confirmed.replaceAll((_, giver) -> giver.doubted());
    }

    Set<String> all() {
        return Set.copyOf(confirmed.keySet());
    }

    int size() {
        return confirmed.size();
    }

    /** Whether anything but the statement without a name is there. */
    boolean hasNamed() {
        return confirmed.size() > (confirmed.containsKey("") ? 1 : 0);
    }

    /** Of the texts that are kept. */
    long bytes() {
        return bytes;
    }
}
