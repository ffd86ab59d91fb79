package dev.sallyport.gateway;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Passes the cancel requests of one session on, each on a connection of its own, so never more than
 * one at a time and not without a pause: whoever asks more often is answered by the next. Confined
 * to the session's event loop, but for {@link #ask}.
 */
final class CancelRequests {
    /** Ten a second: nobody presses faster, and a flood opens no more connections. */
    static final int PAUSE_MILLIS = 100;

    private final Shared shared;
    private final Session session;
    private List<Runnable> asking = new ArrayList<>();
    private boolean busy;

    CancelRequests(Shared shared, Session session) {
        this.shared = shared;
        this.session = session;
    }

    /**
     * @param done called when the database has taken it, or cannot
     */
    void ask(Runnable done) {
        loop().execute(() -> {
            asking.add(done);
            if (!busy) {
                pass();
            }
        });
    }

    private void pass() {
        busy = true;
        List<Runnable> answered = asking;
        asking = new ArrayList<>();
        if (session.isOver()) {
            // Its connection may be gone, and its key somebody else's.
            busy = false;
            answered.forEach(Runnable::run);
            return;
        }
        Upstream.cancel(shared, session, () -> passed(answered));
    }

    private void passed(List<Runnable> answered) {
        answered.forEach(Runnable::run);
        loop().schedule(this::again, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void again() {
        busy = false;
        if (!asking.isEmpty()) {
            pass();
        }
    }

    private EventLoop loop() {
        return session.client().eventLoop();
    }
}
