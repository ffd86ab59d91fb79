package dev.sallyport.control.api;

import static dev.sallyport.problem.ProblemCode.SP7103;

import dev.sallyport.control.console.Caller;
import dev.sallyport.control.console.Callers;
import dev.sallyport.control.console.ConsoleEvent;
import dev.sallyport.control.console.ConsolePorts;
import dev.sallyport.control.console.OpenSession;
import dev.sallyport.control.console.Right;
import dev.sallyport.control.http.Operation;
import dev.sallyport.control.http.Operation.Access;
import dev.sallyport.control.http.Operation.Header;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Who is signed in at the gateway, and the end of it. */
@RestController
final class SessionPages {
    private static final String SESSIONS = "/api/v1/sessions";
    private static final String LOGIN = "login";

    private static final Comparator<OpenSession> OLDEST_FIRST =
            Comparator.comparing(SessionPages::cursor, Cursor.ORDER);

    private final Callers callers;
    private final ConsolePorts ports;
    private final Once once;

    SessionPages(Callers callers, ConsolePorts ports, Once once) {
        this.callers = callers;
        this.ports = ports;
        this.once = once;
    }

    @Operation(
            id = "listSessions",
            summary = "Sessions that are open at the gateway, oldest first.",
            access = Access.CONSOLE,
            right = "sessions:read",
            query = {Paging.LIMIT, Paging.CURSOR, LOGIN},
            answers = Shown.Sessions.class)
    @GetMapping(path = SESSIONS, produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        callers.require(request).demand(Right.SESSIONS_READ);
        Paging page = Paging.of(request, LOGIN);
        Optional<String> login = Paging.value(request, LOGIN);
        List<OpenSession> read =
                ports.sessions().all().stream()
                        .filter(session -> login.map(session.login()::equals).orElse(true))
                        .filter(session -> Cursor.ORDER.compare(cursor(session), page.after()) > 0)
                        .sorted(OLDEST_FIRST)
                        .limit(page.read())
                        .toList();
        return Answer.shown(
                new Shown.Sessions(
                        page.shown(read).stream().map(Shown.Session::of).toList(),
                        page.next(read, SessionPages::cursor)));
    }

    @Operation(
            id = "showSession",
            summary = "One session that is open at the gateway.",
            access = Access.CONSOLE,
            right = "sessions:read",
            answers = Shown.Session.class)
    @GetMapping(path = SESSIONS + "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> show(@PathVariable("id") String id, HttpServletRequest request) {
        callers.require(request).demand(Right.SESSIONS_READ);
        return Answer.shown(Shown.Session.of(require(id)));
    }

    @Operation(
            id = "endSession",
            summary = "Ends a session; its client is told by whom and why.",
            access = Access.CONSOLE,
            right = "sessions:write",
            headers = Header.IDEMPOTENCY_KEY,
            body = Asked.Why.class,
            answers = Shown.Session.class)
    @PostMapping(path = SESSIONS + "/{id}/end", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> end(
            @PathVariable("id") String id, @RequestBody byte[] body, HttpServletRequest request) {
        Caller caller = callers.require(request);
        caller.demand(Right.SESSIONS_WRITE);
        String reason = Bodies.reason(Bodies.read(body, Asked.Why.class).reason());
        return once.answer(
                request,
                caller,
                body,
                () -> {
                    OpenSession session = require(id);
                    ports.record()
                            .append(
                                    new ConsoleEvent.SessionEnded(
                                            caller.actor(), id, session.login(), reason));
                    ports.sessions().end(id, caller.login(), reason);
                    return Answer.of(200, Optional.empty(), Shown.Session.of(session));
                });
    }

    private OpenSession require(String id) {
        return ports.sessions().all().stream()
                .filter(session -> session.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new Refused(
                                Problem.of(
                                        SP7103,
                                        "no such session is open",
                                        "list them at " + SESSIONS)));
    }

    /** Its id is no UUID, and a cursor has one. */
    private static Cursor cursor(OpenSession session) {
        return new Cursor(
                session.since(),
                UUID.nameUUIDFromBytes(session.id().getBytes(StandardCharsets.UTF_8)));
    }
}
