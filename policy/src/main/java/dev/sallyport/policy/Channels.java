package dev.sallyport.policy;

import java.util.Set;
import java.util.TreeSet;

/**
 * Channels of LISTEN and NOTIFY. PostgreSQL has no right for them: whoever listens hears everybody.
 *
 * @param listened names, or their beginnings before a {@code *}, that may be listened to
 * @param notified those that a notification without words may be sent to
 * @param payload those that one with words may be sent to
 */
public record Channels(Set<String> listened, Set<String> notified, Set<String> payload) {
    public static final Channels NONE = new Channels(Set.of(), Set.of(), Set.of());

    public Channels {
        listened = Ordered.copyOf(listened);
        notified = Ordered.copyOf(notified);
        payload = Ordered.copyOf(payload);
    }

    public boolean isNone() {
        return equals(NONE);
    }

    public boolean mayListen(String channel) {
        return isIn(listened, channel);
    }

    /** Who may say words may also say nothing. */
    public boolean mayNotify(String channel) {
        return isIn(notified, channel) || mayNotifyWithPayload(channel);
    }

    public boolean mayNotifyWithPayload(String channel) {
        return isIn(payload, channel);
    }

    /** What either lets somebody do. */
    public Channels and(Channels other) {
        return new Channels(
                both(listened, other.listened),
                both(notified, other.notified),
                both(payload, other.payload));
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        Set<String> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }

    private static boolean isIn(Set<String> written, String channel) {
        return written.stream()
                .anyMatch(one ->
                        one.endsWith("*")
                                ? channel.startsWith(one.substring(0, one.length() - 1))
                                : channel.equals(one));
    }
}
