package dev.sallyport.control.link;

import dev.sallyport.control.link.Asking.OrderAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One gateway as this process knows it; only whoever has the lock of {@link Links} looks at it. */
final class Follower {
    /** Longer than one request waits. */
    static final Duration PRESENCE = Duration.ofSeconds(25);

    /** Who leaves more unanswered does nothing any more. */
    static final int ORDERS = 1_000;

    private final Map<Long, Order> orders = new LinkedHashMap<>();
    private String run;
    private Map<String, String> holds = Map.of();
    private @Nullable String instance;
    private @Nullable Instant asked;
    private @Nullable Poll waiting;

    Follower(UUID run) {
        this.run = run.toString();
    }

    boolean lets(String other, Instant now) {
        return instance == null || instance.equals(other) || !isPresent(now);
    }

    /** A clock that was set back makes nobody present. */
    boolean isPresent(Instant now) {
        return asked != null && Duration.between(asked, now).abs().compareTo(PRESENCE) < 0;
    }

    boolean holds(Map<String, String> parts) {
        return asked != null && holds.equals(parts);
    }

    Optional<Instant> asked() {
        return Optional.ofNullable(asked);
    }

    Optional<Poll> waiting() {
        return Optional.ofNullable(waiting);
    }

    /**
     * It is gone.
     *
     * @return what waits for it still
     */
    Optional<Poll> goes(String process) {
        if (!process.equals(instance)) {
            return Optional.empty();
        }
        Optional<Poll> before = waiting();
        waiting = null;
        instance = null;
        asked = null;
        return before;
    }

    /** It is there, by this process. */
    void asks(Asking asking, Instant now) {
        instance = asking.instance();
        asked = now;
        holds = asking.holds();
    }

    /**
     * @return the one that waited before
     */
    Optional<Poll> waits(Poll poll) {
        Optional<Poll> before = waiting();
        waiting = poll;
        return before;
    }

    void leaves(Poll poll) {
        if (waiting == poll) {
            waiting = null;
        }
    }

    boolean hasNews(Poll poll, Map<String, String> parts) {
        return hasMissed(poll) || !orders.isEmpty() || !poll.asking().holds().equals(parts);
    }

    private boolean hasMissed(Poll poll) {
        return poll.asking().run().filter(run::equals).isEmpty();
    }

    /** What this request is answered, if it waits and there is something; it waits no longer. */
    Optional<News> take(Poll poll, Map<String, String> parts, Instant now) {
        if (waiting != poll || !hasNews(poll, parts)) {
            return Optional.empty();
        }
        waiting = null;
        // What it is told now takes its time.
        asked = now;
        List<News.GatewayOrder> told = orders.values().stream().map(Order::told).toList();
        return Optional.of(new News(run, hasMissed(poll), parts, told));
    }

    void answered(List<OrderAnswer> answers) {
        for (OrderAnswer one : answers) {
            Order order = orders.remove(one.id());
            if (order != null) {
                order.answer().complete(Optional.of(one.answer()));
            }
        }
    }

    /**
     * Takes an order, where it is there to hear of it.
     *
     * @param next what it asks with from then on if it misses this one
     */
    void takes(Order order, UUID next, Instant now) {
        if (isPresent(now) && orders.size() < ORDERS) {
            orders.put(order.told().id(), order);
            return;
        }
        if (orders.size() >= ORDERS) {
            orders.values().forEach(Follower::unanswered);
            orders.clear();
        }
        misses(next);
        unanswered(order);
    }

    /** It is told so until it says that it heard it. */
    void misses(UUID next) {
        run = next.toString();
    }

    private static void unanswered(Order order) {
        order.answer().complete(Optional.<JsonNode>empty());
    }
}
