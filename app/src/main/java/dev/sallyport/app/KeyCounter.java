package dev.sallyport.app;

import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.control.console.ApiKey;
import dev.sallyport.control.console.KeyDesk;
import dev.sallyport.control.console.Right;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps the keys of people's programs for whoever sits at the command line. */
final class KeyCounter {
    private static final int VERSION = 1;

    /** As many as a terminal shows; there are fewer than people. */
    private static final int MOST = 10_000;

    private static final String LINE = "%-36s %-16s %-20s %-22s %-22s %s";

    private final KeyDesk desk;
    private final InstantSource clock;

    KeyCounter(KeyDesk desk, InstantSource clock) {
        this.desk = desk;
        this.clock = clock;
    }

    void perform(Request.ApiKeys request, Terminal terminal) {
        switch (request) {
            case Request.ApiKeyIssue issue -> issue(issue, terminal);
            case Request.ApiKeyList list -> print(list.form(), terminal);
            case Request.ApiKeyRevoke revoke -> {
                desk.revoke(revoke.id(), Operator.name(), revoke.reason());
                terminal.say("Revoked " + revoke.id() + ".");
            }
        }
    }

    private void issue(Request.ApiKeyIssue asked, Terminal terminal) {
        ApiKey.Issued issued =
                desk.issue(
                        asked.owner(),
                        asked.name(),
                        scopes(asked.scopes()),
                        clock.instant().plus(asked.lasts()).truncatedTo(ChronoUnit.SECONDS),
                        Operator.name());
        terminal.say(issued.secret());
        terminal.err()
                .println(
                        "Key %s of %s, until %s. It is shown once."
                                .formatted(
                                        issued.key().id(),
                                        issued.key().owner(),
                                        issued.key().expires()));
    }

    private static Set<Right> scopes(List<String> words) {
        Set<Right> scopes = EnumSet.noneOf(Right.class);
        for (String word : words) {
            scopes.add(
                    Right.of(word)
                            .orElseThrow(() ->
                                    new Refused(
                                            Problem.of(
                                                    ProblemCode.SP7207,
                                                    "a scope is none that there is",
                                                    "give scopes of "
                                                            + String.join(", ", Right.words())))));
        }
        return scopes;
    }

    private void print(Request.Form form, Terminal terminal) {
        List<ApiKey> keys = desk.list(Optional.empty(), Instant.EPOCH, new UUID(0, 0), MOST);
        switch (form) {
            case JSON -> terminal.say(JsonDocument.print(document(keys)).stripTrailing());
            case TEXT -> {
                terminal.say(
                        keys.isEmpty()
                                ? "Nobody has a key."
                                : LINE.formatted(
                                        "KEY", "OWNER", "NAME", "UNTIL", "LAST USED", "SCOPES"));
                keys.forEach(key -> terminal.say(line(key)));
            }
        }
    }

    private static String line(ApiKey key) {
        return LINE.formatted(
                key.id(),
                key.owner(),
                key.name(),
                key.expires().truncatedTo(ChronoUnit.SECONDS),
                key.lastUsed()
                        .map(last -> last.truncatedTo(ChronoUnit.MINUTES).toString())
                        .orElse("never"),
                String.join(" ", Right.words(key.scopes())));
    }

    private static ObjectNode document(List<ApiKey> keys) {
        ObjectNode document = JsonDocument.begin(VERSION);
        ArrayNode list = document.putArray("keys");
        for (ApiKey key : keys) {
            ObjectNode one =
                    list.addObject()
                            .put("id", key.id().toString())
                            .put("owner", key.owner())
                            .put("name", key.name())
                            .put("issued", key.issued().toString())
                            .put("until", key.expires().toString());
            key.lastUsed().ifPresent(last -> one.put("last_used", last.toString()));
            ArrayNode scopes = one.putArray("scopes");
            Right.words(key.scopes()).forEach(scopes::add);
        }
        return document;
    }
}
