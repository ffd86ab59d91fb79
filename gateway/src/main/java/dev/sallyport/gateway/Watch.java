package dev.sallyport.gateway;

import dev.sallyport.audit.Actor;
import dev.sallyport.policy.Guardrail;
import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Tells what the policy wants told of the rows one session takes; it stops nothing. */
final class Watch {
    private static final String KIND = "guardrail";

    private final Shared shared;
    private final Supplier<Actor> actor;

    Watch(Shared shared, Supplier<Actor> actor) {
        this.shared = shared;
        this.actor = actor;
    }

    /** Rows of a statement begin to pass that these want to know of. */
    void seen(List<Guardrail> watching) {
        if (watching.isEmpty()) {
            return;
        }
        Instant now = shared.clock().instant();
        for (Guardrail one : watching) {
            if (one.acts().volume().isEmpty() && one.holdsAt(now)) {
                alert(
                        one.place(),
                        Caps.meter(one)
                                + ": rows are read of tables that have `"
                                + String.join("`, `", one.acts().see())
                                + "`");
            }
        }
    }

    /** So many more rows have passed. */
    void counted(List<Guardrail> watching, long rows) {
        if (rows == 0 || watching.isEmpty()) {
            return;
        }
        Instant now = shared.clock().instant();
        for (Guardrail one : watching) {
            one.acts()
                    .volume()
                    .ifPresent(of -> {
                        Cap cap = Caps.cap(one, of);
                        String login = actor.get().person();
                        shared.meter().count(login, cap.meter(), rows, now);
                        if (shared.meter().taken(login, cap, now) > cap.rows()
                                && one.holdsAt(now)) {
                            alert(
                                    one.place(),
                                    cap.whose() + ": more than " + cap.rows() + " rows in a day");
                        }
                    });
        }
    }

    /** Somebody was kept from it. */
    void alert(Problem problem) {
        alert(problem.place().orElseThrow(), problem.message());
    }

    private void alert(Place rule, String told) {
        shared.alerts().raise(actor.get(), KIND, rule.toString(), told);
    }
}
