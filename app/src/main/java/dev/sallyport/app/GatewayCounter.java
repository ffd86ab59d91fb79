package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.GatewayRequest;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.control.ControlPlane;
import dev.sallyport.control.console.ConsoleEvent;
import dev.sallyport.control.console.ConsoleRecord;
import dev.sallyport.control.http.BearerTokens;
import dev.sallyport.control.http.BearerTokens.Scope;
import dev.sallyport.control.http.BearerTokens.Token;
import dev.sallyport.control.link.Links.Link;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Says which gateways elsewhere may follow, and how they do. */
final class GatewayCounter {
    /** Raised when a field changes its meaning or goes; a field more is no new version. */
    private static final int VERSION = 1;

    private static final String LINE = "%-36s %-16s %-22s %-22s %s";

    /** It stands in tables and messages. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private final ControlPlane plane;
    private final ConsoleRecord record;

    GatewayCounter(ControlPlane plane, ConsoleRecord record) {
        this.plane = plane;
        this.record = record;
    }

    Exit perform(GatewayRequest request, Terminal terminal) {
        if (!plane.isFollowed()) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6007,
                            "gateways elsewhere follow a control plane that runs alone",
                            "write `role: control`"));
        }
        switch (request) {
            case GatewayRequest.Add add -> add(add, terminal);
            case GatewayRequest.Listing list -> print(list.form(), terminal);
            case GatewayRequest.Revoke revoke -> revoke(revoke.id(), terminal);
        }
        return Exit.DONE;
    }

    private void add(GatewayRequest.Add asked, Terminal terminal) {
        if (!NAME.matcher(asked.name()).matches()) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6007,
                            "no gateway is called so",
                            "name it as `east`: small letters, figures, `.`, `_` and `-`"));
        }
        BearerTokens.Issued issued =
                plane.bearerTokens().issue(asked.name(), Scope.GATEWAY, asked.lasts());
        Token token = issued.token();
        // A secret that nobody was told opens nothing.
        record.append(
                new ConsoleEvent.GatewayAdmitted(
                        Operator.name(), token.id(), token.name(), token.expires()));
        terminal.say(issued.secret());
        terminal.err()
                .println(
                        "Token %s of gateway %s, until %s. It is shown once; who has it can open every native account."
                                .formatted(
                                        token.id(),
                                        token.name(),
                                        token.expires().truncatedTo(ChronoUnit.SECONDS)));
    }

    private void revoke(String id, Terminal terminal) {
        live().stream()
                .filter(token -> token.id().equals(id))
                .forEach(token ->
                        record.append(
                                new ConsoleEvent.GatewayRefused(
                                        Operator.name(), token.id(), token.name())));
        plane.bearerTokens().revoke(id);
        plane.links().prove();
        terminal.say(
                "Revoked "
                        + id
                        + ". If others may have had it, `sallyport secrets rotate` takes from them what it"
                        + " opened.");
    }

    private List<Token> live() {
        return plane.bearerTokens().live().stream()
                .filter(token -> token.scope() == Scope.GATEWAY)
                .toList();
    }

    private void print(Request.Form form, Terminal terminal) {
        List<Token> tokens = live();
        Map<String, Link> links =
                plane.links().all().stream()
                        .collect(Collectors.toMap(Link::name, Function.identity()));
        switch (form) {
            case JSON -> terminal.say(JsonDocument.print(document(tokens, links)).stripTrailing());
            case TEXT -> {
                terminal.say(
                        tokens.isEmpty()
                                ? "No gateway has a token."
                                : LINE.formatted(
                                        "TOKEN", "GATEWAY", "UNTIL", "LAST HEARD", "STATE"));
                tokens.forEach(token -> {
                    Optional<Link> link = Optional.ofNullable(links.get(token.name()));
                    terminal.say(
                            LINE.formatted(
                                    token.id(),
                                    token.name(),
                                    token.expires().truncatedTo(ChronoUnit.SECONDS),
                                    link.flatMap(Link::seen)
                                            .map(at -> at.truncatedTo(ChronoUnit.SECONDS))
                                            .map(Instant::toString)
                                            .orElse("never"),
                                    state(link)));
                });
            }
        }
    }

    private static String state(Optional<Link> link) {
        if (link.isEmpty() || link.get().seen().isEmpty()) {
            return "not heard yet";
        }
        if (!link.get().present()) {
            return "away";
        }
        return link.get().current() ? "current" : "behind";
    }

    private static ObjectNode document(List<Token> tokens, Map<String, Link> links) {
        ObjectNode document = JsonDocument.begin(VERSION);
        ArrayNode list = document.putArray("gateways");
        for (Token token : tokens) {
            Optional<Link> link = Optional.ofNullable(links.get(token.name()));
            ObjectNode one =
                    list.addObject()
                            .put("id", token.id())
                            .put("name", token.name())
                            .put("until", token.expires().toString())
                            .put("state", state(link));
            link.flatMap(Link::seen).ifPresent(at -> one.put("seen", at.toString()));
        }
        return document;
    }
}
