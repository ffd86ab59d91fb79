package dev.sallyport.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * On what terms a role is held and used; what it shows and changes is in its rectangles.
 *
 * @param inherits roles whose rectangles and statements it has too
 * @param env environments it is for; empty for every one
 * @param standing whether holding it gives anything without a request
 * @param statements classes of statement that may run; empty for those the rectangles need
 * @param onlyQueries where there are any, nothing else may run
 * @param channels what it may say and hear by NOTIFY and LISTEN
 * @param console what it was meant for in Sallyport itself, as {@code audit.read}; gives nothing,
 *     {@link ConsoleAssignment} does
 */
public record Terms(
        List<String> inherits,
        Set<String> env,
        boolean standing,
        SessionClocks sessions,
        Optional<Condition> when,
        Limits limits,
        Optional<Set<StatementClass>> statements,
        List<SavedQuery> onlyQueries,
        Optional<Request> request,
        List<OnRequest> onRequest,
        Optional<BreakGlass> breakGlass,
        Channels channels,
        Set<String> console,
        Optional<Deprecation> deprecated) {

    /** Held by whoever is assigned, everywhere, always, without limits. */
    public static final Terms STANDING =
            new Terms(
                    List.of(),
                    Set.of(),
                    true,
                    SessionClocks.NONE,
                    Optional.empty(),
                    Limits.NONE,
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Channels.NONE,
                    Set.of(),
                    Optional.empty());

    public Terms {
        inherits = List.copyOf(inherits);
        env = Ordered.copyOf(env);
        statements = statements.map(Ordered::copyOf);
        onlyQueries = List.copyOf(onlyQueries);
        onRequest = List.copyOf(onRequest);
        console = Ordered.copyOf(console);
    }

    /** The same without a word about environments. */
    Terms everywhere() {
        return new Terms(
                inherits,
                Set.of(),
                standing,
                sessions,
                when,
                limits,
                statements,
                onlyQueries,
                request,
                onRequest,
                breakGlass,
                channels,
                console,
                deprecated);
    }

    /** A role that names its statements runs no other; what leaves as a file is named apart. */
    boolean lets(Verb verb) {
        return verb == Verb.EXPORT
                || statements
                        .map(written -> written.contains(Guarded.statement(verb)))
                        .orElse(true);
    }

    /** Whether the role is for an environment. */
    public boolean concerns(String environment) {
        return env.isEmpty() || env.contains(environment);
    }
}
