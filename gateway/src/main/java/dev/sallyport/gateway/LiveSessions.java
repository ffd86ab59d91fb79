package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every open session: list them, end them. Safe from any thread. */
public final class LiveSessions {
    private final Set<Session> open = ConcurrentHashMap.newKeySet();

    void add(Session session) {
        open.add(session);
    }

    void remove(Session session) {
        open.remove(session);
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
