package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Every open session: list them, end them. Safe from any thread. */
public final class LiveSessions {
    private final Set<Session> open = ConcurrentHashMap.newKeySet();
    private final UnderWay signedIn = new UnderWay();
    private final Map<String, Integer> byLogin = new ConcurrentHashMap<>();

    /** Answers how many sessions of the same person are open now, with this one. */
    int add(Session session) {
        open.add(session);
        signedIn.begins();
        return byLogin.merge(session.login(), 1, Integer::sum);
    }

    /** How many sessions of the person are open now. */
    int of(String login) {
        return byLogin.getOrDefault(login, 0);
    }

    void remove(Session session) {
        if (open.remove(session)) {
            byLogin.computeIfPresent(
                    session.login(), (login, count) -> count == 1 ? null : count - 1);
            signedIn.ends();
        }
    }

    /** Who is signed in, one entry per session. */
    public List<String> people() {
        return open.stream().map(Session::login).sorted().toList();
    }

    /** Asks every open session what it is, each on its own loop. */
    List<Future<SessionView>> views() {
        return open.stream().map(Session::view).toList();
    }

    /** Ends one session; its client is told why. */
    public void end(String id, Problem reason) {
        with(id, session -> session.end(reason));
    }

    /** Says something to the client of one session, as soon as it can be said. */
    public void tell(String id, Problem words) {
        with(id, session -> session.say(words));
    }

    private void with(String id, Consumer<Session> work) {
        open.stream().filter(session -> session.id().equals(id)).forEach(work);
    }

    /** Ends every session of these people; each client is told why. */
    public void end(Collection<String> logins, Problem reason) {
        open.stream()
                .filter(session -> logins.contains(session.login()))
                .forEach(session -> session.end(reason));
    }

    /** Ends every session. */
    public void endAll(Problem reason) {
        open.forEach(session -> session.end(reason));
    }

    /** Waits until the last session has ended, for this long at most. */
    void awaitNobody(Duration longest) {
        signedIn.awaitNothing(longest);
    }
}
