package dev.sallyport.control.directory;

import static dev.sallyport.problem.ProblemCode.SP7121;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Cuts people off at the doors, and owes it to them until it is done. */
public final class Cutter {
    private final JdbcClient state;
    private final LoginStore others;
    private final Doors doors;
    private final Alarms alarms;
    private final Bell bell;
    private final AtomicBoolean isFailing = new AtomicBoolean();
    private final Set<String> sinceMark = new LinkedHashSet<>();

    public Cutter(JdbcClient state, Doors doors, Alarms alarms, Bell bell) {
        this.state = state;
        this.others = new LoginStore(state);
        this.doors = doors;
        this.alarms = alarms;
        this.bell = bell;
    }

    /** In the transaction of the step, so that a crash between the two is made good. */
    void owe(String login) {
        state.sql("INSERT INTO pending_cut (login) VALUES (:login) ON CONFLICT DO NOTHING")
                .param("login", login)
                .update();
    }

    Set<String> owed() {
        return Set.copyOf(state.sql("SELECT login FROM pending_cut").query(String.class).list());
    }

    /** Whether it is done; where it is not, somebody is called, and it stays owed. */
    boolean cut(Set<String> logins) {
        if (logins.isEmpty()) {
            return true;
        }
        remember(logins);
        try {
            end(logins);
            state.sql("DELETE FROM pending_cut WHERE login IN (:logins)")
                    .param("logins", logins)
                    .update();
        } catch (RuntimeException e) {
            tell(logins.size(), e);
            return false;
        }
        isFailing.set(false);
        // Whoever is back by now was cut too: the doors have to hear of it again.
        bell.ring();
        return true;
    }

    /** Also what they could log in by without us. */
    private void end(Set<String> logins) {
        try {
            doors.cut(logins);
        } finally {
            List<LoginStore.Row> own = others.of(logins);
            if (!own.isEmpty()) {
                doors.shutOthers(own.stream().map(LoginStore.Row::id).collect(Collectors.toSet()));
            }
        }
    }

    /** Once, until it works again: it is tried every second. */
    private void tell(int people, RuntimeException failure) {
        if (isFailing.compareAndSet(false, true)) {
            alarms.raise(
                    Problem.of(
                            SP7121,
                            people
                                    + " suspended or gone could not be cut off at the doors"
                                    + because(failure),
                            "it is tried again; see whether the databases answer"));
        }
    }

    private static String because(RuntimeException failure) {
        return failure instanceof Refused refused
                ? refused.problems().stream()
                        .map(one -> one.code() + " " + one.message())
                        .collect(Collectors.joining("; ", ": ", ""))
                : "";
    }

    synchronized void mark() {
        sinceMark.clear();
    }

    synchronized Set<String> sinceMark() {
        return Set.copyOf(sinceMark);
    }

    private synchronized void remember(Set<String> logins) {
        sinceMark.addAll(logins);
    }
}
