package dev.sallyport.gateway;

import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The accounts of those whose sessions use them in turn, by person. Confined to one event loop. */
final class SharedAccounts {
    /**
     * Names on one account, of all the sessions that used it: past it, a new account is cheaper.
     */
    static final int MOST_NAMES = 1_000;

    /** Of one person: they cost the database nothing at rest, so something else bounds them. */
    static final int MOST_SESSIONS = 1_000;

    private final EventLoop loop;
    private final Shared shared;
    private final int most;
    private final Map<String, Turns> byLogin = new HashMap<>();
    private boolean sweeping;

    SharedAccounts(EventLoop loop, Shared shared) {
        this.loop = loop;
        this.shared = shared;
        int loops = shared.settings().loops();
        this.most = Math.max(1, (shared.settings().upstream().warm() + loops - 1) / loops);
    }

    Turns of(String login) {
        if (!sweeping) {
            sweeping = true;
            sweepSoon();
        }
        return byLogin.computeIfAbsent(login, _ -> new Turns(shared, loop, most));
    }

    private void sweepSoon() {
        loop.schedule(this::sweep, Rounds.EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What has lost its right to be here goes within the second that is promised. */
    private void sweep() {
        Instant now = shared.clock().instant();
        try {
            byLogin.values().forEach(turns -> turns.sweep(now));
        } catch (RuntimeException unknown) {
            // Whoever cannot be asked about is not let in by another door.
            dropResting();
        }
        byLogin.values().removeIf(Turns::isEmpty);
        sweeping = !byLogin.isEmpty();
        if (sweeping) {
            sweepSoon();
        }
    }

    /** Others need the room. */
    void dropResting() {
        byLogin.values().forEach(Turns::dropResting);
    }
}
