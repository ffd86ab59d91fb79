package dev.sallyport.gateway;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every session of one event loop in turn: one timer for all of them, one reading of the
 * clock a round, and none at all where nobody is signed in. Confined to the loop.
 */
final class Rounds {
    /** Every end comes at most this much late, and the promise is a second. */
    static final Duration EVERY = Duration.ofMillis(250);

    private final EventLoop loop;
    private final InstantSource clock;
    private final Set<Session> sessions = new LinkedHashSet<>();
    private @Nullable ScheduledFuture<?> next;

    Rounds(EventLoop loop, InstantSource clock) {
        this.loop = loop;
        this.clock = clock;
    }

    void join(Session session) {
        sessions.add(session);
        if (next == null) {
            next =
                    loop.scheduleWithFixedDelay(
                            this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void leave(Session session) {
        sessions.remove(session);
        if (sessions.isEmpty() && next != null) {
            next.cancel(false);
            next = null;
        }
    }

    private void look() {
        long now = clock.millis();
        for (Session session : List.copyOf(sessions)) {
            try {
                session.look(now);
            } catch (RuntimeException failure) {
                // One session's failure must not keep the others from being looked at.
                session.broke(failure);
            }
        }
    }
}
