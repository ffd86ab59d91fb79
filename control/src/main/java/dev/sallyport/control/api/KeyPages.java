package dev.sallyport.control.api;

import static dev.sallyport.problem.ProblemCode.SP7103;
import static dev.sallyport.problem.ProblemCode.SP7207;

import dev.sallyport.control.console.ApiKey;
import dev.sallyport.control.console.Caller;
import dev.sallyport.control.console.Callers;
import dev.sallyport.control.console.KeyDesk;
import dev.sallyport.control.console.Right;
import dev.sallyport.control.http.Operation;
import dev.sallyport.control.http.Operation.Access;
import dev.sallyport.control.http.Operation.Header;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Who asks, and the keys by which programs ask for them. */
@RestController
final class KeyPages {
    private static final String KEYS = "/api/v1/api-keys";
    private static final String OWNER = "owner";
    private static final String EVERYBODY = "everybody";

    private final Callers callers;
    private final KeyDesk desk;
    private final Once once;

    KeyPages(Callers callers, KeyDesk desk, Once once) {
        this.callers = callers;
        this.desk = desk;
        this.once = once;
    }

    @Operation(
            id = "showMe",
            summary = "Who asks, and what they may do here.",
            access = Access.CONSOLE,
            answers = Shown.Me.class)
    @GetMapping(path = "/api/v1/me", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> me(HttpServletRequest request) {
        Caller caller = callers.require(request);
        return Answer.shown(
                new Shown.Me(
                        caller.login(),
                        caller.key().orElse(null),
                        caller.roles().stream().sorted().map(role -> role.word()).toList(),
                        Right.words(caller.rights())));
    }

    @Operation(
            id = "listKeys",
            summary =
                    "Keys that stand, oldest first: one's own, or with `owner=everybody` and `keys:read` all.",
            access = Access.CONSOLE,
            query = {Paging.LIMIT, Paging.CURSOR, OWNER},
            answers = Shown.Keys.class)
    @GetMapping(path = KEYS, produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        Caller caller = callers.require(request);
        Paging page = Paging.of(request, OWNER);
        Optional<String> owner = Paging.value(request, OWNER);
        if (owner.filter(whose -> !whose.equals(EVERYBODY)).isPresent()) {
            throw Paging.wrong("`owner` is not known here", "give `everybody`, or leave it out");
        }
        if (owner.isPresent() || caller.key().isPresent()) {
            caller.demand(Right.KEYS_READ);
        }
        List<ApiKey> read =
                desk.list(
                        owner.isPresent() ? Optional.empty() : Optional.of(caller.login()),
                        page.after().at(),
                        page.after().id(),
                        page.read());
        return Answer.shown(
                new Shown.Keys(
                        page.shown(read).stream().map(Shown.Key::of).toList(),
                        page.next(read, one -> new Cursor(one.issued(), one.id()))));
    }

    @Operation(
            id = "issueKey",
            summary =
                    "A key for a program of one's own, shown this once. A key makes no keys: it takes a person.",
            access = Access.CONSOLE,
            status = 201,
            headers = Header.IDEMPOTENCY_KEY,
            body = Asked.WantedKey.class,
            answers = Shown.NewKey.class)
    @PostMapping(path = KEYS, consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> issue(@RequestBody byte[] body, HttpServletRequest request) {
        Caller caller = callers.require(request);
        caller.demandPerson();
        Asked.WantedKey asked = Bodies.read(body, Asked.WantedKey.class);
        String name = present(asked.name());
        Set<Right> scopes = scopes(present(asked.scopes()));
        Instant expires = present(asked.expires());
        return once.answer(
                request,
                caller,
                body,
                () -> {
                    ApiKey.Issued issued =
                            desk.issue(caller.login(), name, scopes, expires, caller.actor());
                    return Answer.of(
                            201,
                            Optional.empty(),
                            new Shown.NewKey(Shown.Key.of(issued.key()), issued.secret()));
                });
    }

    @Operation(
            id = "revokeKey",
            summary =
                    "Takes a key back: one's own, or with `keys:write` anybody's. It opens nothing any more.",
            access = Access.CONSOLE,
            headers = Header.IDEMPOTENCY_KEY,
            body = Asked.Why.class,
            answers = Shown.Key.class)
    @PostMapping(path = KEYS + "/{id}/revocation", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> revoke(
            @PathVariable("id") String id, @RequestBody byte[] body, HttpServletRequest request) {
        Caller caller = callers.require(request);
        String reason = Bodies.reason(Bodies.read(body, Asked.Why.class).reason());
        return once.answer(
                request,
                caller,
                body,
                () -> {
                    ApiKey key = theirs(id, caller);
                    desk.revoke(key.id().toString(), caller.actor(), reason);
                    return Answer.of(200, Optional.empty(), Shown.Key.of(key));
                });
    }

    /** Somebody else's is as unknown as one that never was. */
    private ApiKey theirs(String id, Caller caller) {
        return desk.find(id)
                .filter(key -> isTheirs(key, caller))
                .orElseThrow(() -> refused(SP7103, "you have no such key", "list them at " + KEYS));
    }

    /** A program takes back itself; a person all of theirs. */
    private static boolean isTheirs(ApiKey key, Caller caller) {
        boolean isOwn =
                caller.key()
                        .map(key.id().toString()::equals)
                        .orElseGet(() -> key.owner().equals(caller.login()));
        return isOwn || caller.rights().contains(Right.KEYS_WRITE);
    }

    private static <T> T present(@org.jspecify.annotations.Nullable T value) {
        return Optional.ofNullable(value).orElseThrow(Bodies::malformed);
    }

    private static Set<Right> scopes(List<String> words) {
        Set<Right> scopes = EnumSet.noneOf(Right.class);
        for (String word : words) {
            scopes.add(
                    Optional.ofNullable(word)
                            .flatMap(Right::of)
                            .orElseThrow(() ->
                                    refused(
                                            SP7207,
                                            "a scope is none that there is",
                                            "give scopes of " + String.join(", ", Right.words()))));
        }
        return scopes;
    }

    private static Refused refused(ProblemCode code, String message, String instead) {
        return new Refused(Problem.of(code, message, instead));
    }
}
