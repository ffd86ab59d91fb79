package dev.sallyport.app;

import dev.sallyport.audit.AuditEvent;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.gateway.PolicySnapshot;
import dev.sallyport.policy.Program;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives people tokens to sign in with, lists them, and takes them back. */
final class TokenDesk {
    /** Raised when a field changes its meaning or goes; a field more is no new version. */
    private static final int VERSION = 1;

    private static final String LINE = "%-10s %-16s %-22s %-22s %s";

    /** Shorter is over before it is typed in. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    /** A working day and its night; what lasts longer is a password. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private final Passwords passwords;
    private final Supplier<PolicySnapshot> snapshot;
    private final AuditLog log;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * @param random a secure one
     */
    TokenDesk(
            Passwords passwords,
            Supplier<PolicySnapshot> snapshot,
            AuditLog log,
            InstantSource clock,
            RandomGenerator random) {
        this.passwords = passwords;
        this.snapshot = snapshot;
        this.log = log;
        this.clock = clock;
        this.random = random;
    }

    Exit perform(Request.Tokens request, Terminal terminal) throws IOException {
        switch (request) {
            case Request.TokenIssue issue -> issue(issue, terminal);
            case Request.TokenList list -> print(list.form(), terminal);
            case Request.TokenRevoke revoke -> revoke(revoke.id(), terminal);
        }
        return Exit.DONE;
    }

    private void issue(Request.TokenIssue asked, Terminal terminal) throws IOException {
        if (asked.lasts().compareTo(SHORTEST) < 0 || asked.lasts().compareTo(LONGEST) > 0) {
            throw refused("a token does not last that long", "from 1m to 24h");
        }
        String login = asked.login();
        if (snapshot.get().entitlements().account(login).isEmpty()) {
            throw refused(
                    "nobody signs in as `" + login + "`", "name a login the policy assigns roles");
        }
        if (snapshot.get().entitlements().program(login).flatMap(Program::workload).isPresent()) {
            throw refused(
                    "`" + login + "` signs in with tokens of its platform",
                    "send one of those as its password");
        }
        Tokens.Fresh fresh =
                passwords.token(login, clock.instant(), asked.lasts(), Optional.empty(), random);
        Tokens.Token token = fresh.token();
        log.await(
                log.append(
                        new AuditEvent.TokenIssued(
                                Operator.name(), token.id(), login, token.until())));
        passwords.tokens().add(token);
        terminal.say(fresh.secret());
        terminal.err()
                .println(
                        "Token %s of %s, until %s. It is shown once; sign in with it as the password."
                                .formatted(token.id(), login, token.until()));
    }

    private void revoke(String id, Terminal terminal) throws IOException {
        List<Tokens.Token> meant =
                passwords.tokens().standing(clock.instant()).stream()
                        .filter(token -> token.id().equals(id))
                        .toList();
        if (meant.isEmpty()) {
            throw refused("no token `" + id + "` stands", "`sallyport token ls` lists them");
        }
        String login = meant.getFirst().login();
        log.await(log.append(new AuditEvent.TokenRevoked(Operator.name(), id, login)));
        passwords.tokens().remove(id);
        terminal.say("Revoked " + id + " of " + login + "; its sessions end.");
    }

    private void print(Request.Form form, Terminal terminal) {
        List<Tokens.Token> tokens = passwords.tokens().standing(clock.instant());
        switch (form) {
            case JSON -> terminal.say(JsonDocument.print(document(tokens)).stripTrailing());
            case TEXT -> {
                terminal.say(
                        tokens.isEmpty()
                                ? "No token stands."
                                : LINE.formatted(
                                        "TOKEN", "PERSON", "ISSUED", "UNTIL", "LAST USED"));
                tokens.forEach(token ->
                        terminal.say(
                                LINE.formatted(
                                        token.id(),
                                        token.login(),
                                        token.issued().truncatedTo(ChronoUnit.SECONDS),
                                        token.until(),
                                        token.used()
                                                .map(at -> at.truncatedTo(ChronoUnit.SECONDS))
                                                .map(Instant::toString)
                                                .orElse("never"))));
            }
        }
    }

    private static ObjectNode document(List<Tokens.Token> tokens) {
        ObjectNode document = JsonDocument.begin(VERSION);
        ArrayNode list = document.putArray("tokens");
        for (Tokens.Token token : tokens) {
            ObjectNode one =
                    list.addObject()
                            .put("id", token.id())
                            .put("person", token.login())
                            .put("issued", token.issued().toString())
                            .put("until", token.until().toString());
            token.used().ifPresent(at -> one.put("last_used", at.toString()));
        }
        return document;
    }

    private static Refused refused(String message, String instead) {
        return new Refused(Problem.of(ProblemCode.SP6011, message, instead));
    }
}
