package dev.sallyport.gateway;

import dev.sallyport.audit.Actor;
import dev.sallyport.audit.AuditEvent.AlertRaised;
import dev.sallyport.audit.AuditLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Tells whoever looks after the deployment what nobody should miss: in the record, and to who
 * listens. What it is about is on record by itself each time. Safe from any thread.
 */
final class Alerts {
    /** Who has been told of a person and a rule is not told again in this time. */
    static final Duration QUIET = Duration.ofHours(1);

    /** Enough for everybody of a large house; beyond it some are told once more. */
    private static final int REMEMBERED = 10_000;

    private final AuditLog log;
    private final InstantSource clock;
    private final Map<Subject, Instant> raised = new ConcurrentHashMap<>();
    private final AtomicReference<Consumer<AlertRaised>> listener = new AtomicReference<>(_ -> {});

    private record Subject(String person, String kind, String rule) {}

    Alerts(AuditLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Told of each alert that is raised, on the loop that raises it. */
    void tell(Consumer<AlertRaised> who) {
        listener.set(who);
    }

    /**
     * Raises an alert, unless the same one is an hour old at most.
     *
     * @param rule file and line of the policy, or empty
     * @param told one line without a value
     */
    void raise(Actor actor, String kind, String rule, String told) {
        Instant now = clock.instant();
        if (raised.size() >= REMEMBERED) {
            raised.clear();
        }
        Instant next =
                raised.compute(
                        new Subject(actor.person(), kind, rule),
                        (_, before) ->
                                before == null || !now.isBefore(before.plus(QUIET)) ? now : before);
        if (next.equals(now)) {
            AlertRaised alert = new AlertRaised(actor, kind, rule, told);
            log.append(alert);
            listener.get().accept(alert);
        }
    }
}
