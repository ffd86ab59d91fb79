package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every open session: list them, end them. Safe from any thread. */
public final class LiveSessions {
    private final Set<Session> open = ConcurrentHashMap.newKeySet();

    private final Map<String, Integer> byLogin = new ConcurrentHashMap<>();

    /** Answers how many sessions of the same person are open now, with this one. */
    int add(Session session) {
        open.add(session);
        return byLogin.merge(session.login(), 1, Integer::sum);
    }

    void remove(Session session) {
        if (open.remove(session)) {
            byLogin.computeIfPresent(
                    session.login(), (login, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Who is signed in, one entry per session. */
    public List<String> people() {
        return open.stream().map(Session::login).sorted().toList();
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
}
