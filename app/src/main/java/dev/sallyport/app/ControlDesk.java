package dev.sallyport.app;

import dev.sallyport.cli.AccountRequest;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.GatewayRequest;
import dev.sallyport.cli.PeopleRequest;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.control.ControlPlane;
import dev.sallyport.control.ControlSettings.StateDatabase;
import dev.sallyport.control.console.ConsoleEvent;
import dev.sallyport.control.console.ConsoleRecord;
import dev.sallyport.control.http.BearerTokens;
import dev.sallyport.control.signin.Confirmations;
import dev.sallyport.policy.Directory;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says who may speak to the control plane: directories by tokens, people by local accounts; and of
 * whom it knows.
 */
final class ControlDesk {
    /** Raised when a field changes its meaning or goes; a field more is no new version. */
    private static final int VERSION = 1;

    private static final String LINE = "%-36s %-20s %-22s %s";

    private final ControlPlane plane;
    private final StateDatabase state;
    private final SealingKeys sealing;
    private final ConsoleRecord record;
    private final InstantSource clock;
    private final Supplier<Directory> known;

    /**
     * @param known what the doors know of people and their programs
     */
    ControlDesk(
            ControlPlane plane,
            StateDatabase state,
            SealingKeys sealing,
            ConsoleRecord record,
            InstantSource clock,
            Supplier<Directory> known) {
        this.known = known;
        this.plane = plane;
        this.state = state;
        this.sealing = sealing;
        this.record = record;
        this.clock = clock;
    }

    /** Where connections ask people in front of a browser. */
    Confirmations confirmations() {
        return plane.confirmations();
    }

    /** Where the control plane keeps what it knows. */
    StateDatabase state() {
        return state;
    }

    Exit perform(Request.Control request, Terminal terminal) {
        switch (request) {
            case PeopleRequest asked -> {
                return new PeopleDesk(plane, known).perform(asked, terminal);
            }
            case Request.ScimIssue issue -> issue(issue, terminal);
            case Request.ScimList list -> print(list.form(), terminal);
            case Request.ScimRevoke revoke -> revoke(revoke.id(), terminal);
            case Request.ApiKeys keys ->
                    new KeyCounter(plane.keys(), clock).perform(keys, terminal);
            case GatewayRequest asked -> {
                return new GatewayCounter(plane, record).perform(asked, terminal);
            }
            case AccountRequest asked ->
                    new AccountCounter(plane.accounts()).perform(asked, terminal);
        }
        return Exit.DONE;
    }

    /** Seals what is kept of second factors under another key, and destroys the one before. */
    void rotate(Terminal terminal) throws IOException {
        sealing.begin();
        terminal.say("Sealed %,d second factors under another key.".formatted(reseal()));
    }

    /** Goes on with a change of the key. */
    int reseal() throws IOException {
        int secrets = plane.accounts().reseal(Operator.name());
        sealing.settle();
        return secrets;
    }

    private void issue(Request.ScimIssue asked, Terminal terminal) {
        BearerTokens.Issued issued =
                plane.bearerTokens().issue(asked.name(), BearerTokens.Scope.SCIM, asked.lasts());
        // A secret that nobody was told opens nothing.
        record.append(
                new ConsoleEvent.SourceAdmitted(
                        Operator.name(),
                        issued.token().id(),
                        issued.token().name(),
                        issued.token().expires()));
        terminal.say(issued.secret());
        terminal.err()
                .println(
                        "Token %s of %s, until %s. It is shown once."
                                .formatted(
                                        issued.token().id(),
                                        issued.token().name(),
                                        issued.token().expires().truncatedTo(ChronoUnit.SECONDS)));
    }

    private void revoke(String id, Terminal terminal) {
        plane.bearerTokens().live().stream()
                .filter(token -> token.id().equals(id))
                .forEach(token ->
                        record.append(
                                new ConsoleEvent.SourceRefused(
                                        Operator.name(), token.id(), token.name())));
        plane.bearerTokens().revoke(id);
        terminal.say("Revoked " + id + ".");
    }

    private void print(Request.Form form, Terminal terminal) {
        List<BearerTokens.Token> tokens =
                plane.bearerTokens().live().stream()
                        .filter(token -> token.scope() == BearerTokens.Scope.SCIM)
                        .toList();
        switch (form) {
            case JSON -> terminal.say(JsonDocument.print(document(tokens)).stripTrailing());
            case TEXT -> {
                terminal.say(
                        tokens.isEmpty()
                                ? "No directory has a token."
                                : LINE.formatted("TOKEN", "DIRECTORY", "ISSUED", "UNTIL"));
                tokens.forEach(token ->
                        terminal.say(
                                LINE.formatted(
                                        token.id(),
                                        token.name(),
                                        token.issued().truncatedTo(ChronoUnit.SECONDS),
                                        token.expires().truncatedTo(ChronoUnit.SECONDS))));
            }
        }
    }

    private static ObjectNode document(List<BearerTokens.Token> tokens) {
        ObjectNode document = JsonDocument.begin(VERSION);
        ArrayNode list = document.putArray("directories");
        for (BearerTokens.Token token : tokens) {
            list.addObject()
                    .put("id", token.id())
                    .put("name", token.name())
                    .put("issued", token.issued().toString())
                    .put("until", token.expires().toString());
        }
        return document;
    }
}
