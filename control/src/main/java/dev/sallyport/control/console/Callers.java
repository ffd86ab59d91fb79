package dev.sallyport.control.console;

import static dev.sallyport.problem.ProblemCode.SP7102;

import dev.sallyport.policy.ConsoleRole;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a request who sends it, before anything else of it is looked at. Only the header counts: a
 * browser never sends it by itself, so no page of somebody else's can ask in a person's name.
 */
public final class Callers {
    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) ([\\w.~+/-]{1,128}=*)");

    private final ApiKeys keys;
    private final ConsolePorts ports;

    Callers(ApiKeys keys, ConsolePorts ports) {
        this.keys = keys;
        this.ports = ports;
    }

    /**
     * @throws Refused SP7102, in the same words for every reason
     */
    public Caller require(HttpServletRequest request) {
        return secret(request).flatMap(this::caller).orElseThrow(Callers::unknown);
    }

    private static Optional<String> secret(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        Matcher bearer = BEARER.matcher(header == null ? "" : header);
        return bearer.matches() ? Optional.of(bearer.group(1)) : Optional.empty();
    }

    private Optional<Caller> caller(String secret) {
        return KeySecret.isSpelled(secret) ? keyed(secret) : person(secret);
    }

    private Optional<Caller> person(String secret) {
        return ports.people()
                .by(secret)
                .map(proof -> {
                    Set<ConsoleRole> roles = ports.roles().of(proof.login());
                    return new Caller(
                            proof.login(),
                            Optional.empty(),
                            "token:" + proof.id(),
                            roles,
                            Right.of(roles),
                            secret);
                });
    }

    /** A key is nothing without an owner who is here, and never more than they are. */
    private Optional<Caller> keyed(String secret) {
        return keys.proved(secret)
                .flatMap(key -> {
                    Set<ConsoleRole> roles = ports.roles().of(key.owner());
                    if (roles.isEmpty()) {
                        return Optional.empty();
                    }
                    keys.used(key);
                    Set<Right> rights = EnumSet.noneOf(Right.class);
                    rights.addAll(key.scopes());
                    rights.retainAll(Right.of(roles));
                    String id = key.id().toString();
                    boolean isProgram = keys.isOf(key, ApiKeys.Kind.PROGRAM);
                    return Optional.of(
                            new Caller(
                                    key.owner(),
                                    isProgram ? Optional.of(id) : Optional.empty(),
                                    "key:" + id,
                                    roles,
                                    rights,
                                    secret));
                });
    }

    private static Refused unknown() {
        return new Refused(
                Problem.of(
                        SP7102,
                        "the request does not say who asks",
                        "send a token of yours or a key that stands as `Authorization: Bearer`"));
    }
}
