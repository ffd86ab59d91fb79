package dev.sallyport.app;

import dev.sallyport.audit.AuditEvent;
import dev.sallyport.audit.AuditEvent.ControlStep;
import dev.sallyport.audit.AuditEvent.TokenIssued;
import dev.sallyport.audit.AuditEvent.TokenRevoked;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.control.console.ConsoleEvent;
import dev.sallyport.control.console.ConsoleRecord;
import dev.sallyport.control.console.Right;
import dev.sallyport.control.directory.DirectoryRecord;
import dev.sallyport.control.oidc.OidcEvent;
import dev.sallyport.control.oidc.OidcRecord;
import dev.sallyport.control.signin.SignInEvent;
import dev.sallyport.control.signin.SignInRecord;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts the steps of the control plane on record, each durable before it counts. */
final class ControlRecord implements DirectoryRecord, SignInRecord, OidcRecord, ConsoleRecord {
    private static final String LOGIN = "login";
    private static final String NETWORK = "network";
    private static final String ISSUER = "issuer";

    private final AuditLog log;

    ControlRecord(AuditLog log) {
        this.log = log;
    }

    @Override
    public void append(Step step) {
        log.await(log.append(of(step)));
    }

    /** One wait for all: thousands join at once when a directory is read first. */
    @Override
    public void append(List<Step> steps) {
        steps.stream().mapToLong(step -> log.append(of(step))).max().ifPresent(log::await);
    }

    private static AuditEvent of(Step step) {
        SortedMap<String, String> about = new TreeMap<>();
        switch (step.whose()) {
            case PERSON -> {
                about.put("person", step.id());
                about.put(LOGIN, step.login());
            }
            case AGENT, SERVICE -> {
                about.put("id", step.id());
                about.put("kind", step.whose().word());
                about.put("program", step.login());
            }
        }
        step.before().ifPresent(before -> about.put("before", before));
        about.put("after", step.after());
        about.put("reason", step.reason());
        return new ControlStep(type(step), step.actor(), about);
    }

    @Override
    public void append(SignInEvent event) {
        log.await(log.append(of(event)));
    }

    /**
     * A connection waits to be confirmed; asked on an event loop, so it does not wait.
     *
     * @param id of the question
     */
    void asked(String network, String id) {
        log.append(of((SignInEvent) new SignInEvent.ConfirmationAsked(network, id)));
    }

    @Override
    public void append(OidcEvent event) {
        log.await(log.append(of(event)));
    }

    @Override
    public void append(ConsoleEvent event) {
        log.await(log.append(of(event)));
    }

    /** As {@code person.suspended}, {@code person.group.given} and {@code program.left}. */
    private static String type(Step step) {
        String whose =
                switch (step.whose()) {
                    case PERSON -> "person.";
                    case AGENT, SERVICE -> "program.";
                };
        return whose + step.kind().replace(' ', '.');
    }

    private static AuditEvent of(SignInEvent event) {
        return switch (event) {
            case SignInEvent.SignedIn(var login, var network, var factor) ->
                    step(
                            "signin.succeeded",
                            login,
                            Map.of(NETWORK, network, "factor", word(factor)));
            case SignInEvent.NotSignedIn(var login, var network, var reason) -> {
                SortedMap<String, String> about = new TreeMap<>();
                about.put(NETWORK, network);
                about.put("reason", word(reason));
                login.ifPresent(known -> about.put(LOGIN, known));
                yield new ControlStep("signin.failed", "", about);
            }
            case SignInEvent.Confirmation about -> of(about);
            case SignInEvent.TokenGiven(var login, _, var id, var until) ->
                    new TokenIssued(login, id, login, until);
            case SignInEvent.TokenProved(var login, var network, var id, var factor) ->
                    step(
                            "token.proved",
                            login,
                            Map.of(NETWORK, network, "factor", word(factor), "token", id));
            case SignInEvent.TokenTakenBack(var login, _, var id) ->
                    new TokenRevoked(login, id, login);
            case SignInEvent.EnrolmentBegun(var login, var network, var factor) ->
                    step("factor.begun", login, Map.of(NETWORK, network, "factor", word(factor)));
            case SignInEvent.Enrolled(var login, var network) ->
                    step("factor.enrolled", login, Map.of(NETWORK, network));
            case SignInEvent.PasskeysOpened(var login, var network, var factor) ->
                    step("passkey.begun", login, Map.of(NETWORK, network, "factor", word(factor)));
            case SignInEvent.PasskeyEnrolled(var login, var network, var id, var name) ->
                    step(
                            "passkey.enrolled",
                            login,
                            Map.of(NETWORK, network, "id", id, "name", name));
            case SignInEvent.PasskeyUsed(var login, var network, var id) ->
                    step("passkey.used", login, Map.of(NETWORK, network, "id", id));
            case SignInEvent.PasskeyRemoved(var login, var id, var by, var network) -> {
                SortedMap<String, String> about = new TreeMap<>();
                about.put(LOGIN, login);
                about.put("id", id);
                network.ifPresent(known -> about.put(NETWORK, known));
                yield new ControlStep("passkey.removed", by, about);
            }
            case SignInEvent.PasswordSet(var login, var by) ->
                    step("account.password", by, Map.of(LOGIN, login));
            case SignInEvent.Invited(var login, var by) ->
                    step("account.invited", by, Map.of(LOGIN, login));
            case SignInEvent.Resealed(var by, var key, int secrets) ->
                    step(
                            "factors.resealed",
                            by,
                            Map.of("key", key, "secrets", Integer.toString(secrets)));
            case SignInEvent.AccountRemoved(var login, var by) ->
                    step("account.removed", by, Map.of(LOGIN, login));
        };
    }

    private static ControlStep of(SignInEvent.Confirmation event) {
        return switch (event) {
            case SignInEvent.ConfirmationAsked(var network, var id) ->
                    step("signin.asked", "", Map.of(NETWORK, network, "id", id));
            case SignInEvent.Confirmed(var login, var network, var id, var factor) ->
                    step(
                            "signin.confirmed",
                            login,
                            Map.of(NETWORK, network, "id", id, "factor", word(factor)));
            case SignInEvent.Declined(var login, var network, var id) ->
                    step("signin.declined", login.orElse(""), Map.of(NETWORK, network, "id", id));
        };
    }

    private static AuditEvent of(OidcEvent event) {
        return switch (event) {
            case OidcEvent.SignedIn(var login, var network, var issuer, var proof) -> {
                SortedMap<String, String> about = new TreeMap<>();
                about.put(NETWORK, network);
                about.put(ISSUER, issuer.toString());
                about.put("amr", String.join(" ", proof.methods()));
                proof.acr().ifPresent(acr -> about.put("acr", acr));
                proof.at().ifPresent(at -> about.put("authenticated", at.toString()));
                yield new ControlStep("signin.provider", login, about);
            }
            case OidcEvent.NotSignedIn(var network, var issuer, var code, var reason) ->
                    step(
                            "signin.failed",
                            "",
                            Map.of(
                                    NETWORK,
                                    network,
                                    ISSUER,
                                    issuer.toString(),
                                    "code",
                                    code.name(),
                                    "reason",
                                    reason));
            case OidcEvent.GroupsUntold(var login, var issuer) ->
                    step("groups.untold", login, Map.of(ISSUER, issuer.toString()));
            case OidcEvent.WordGiven(var login, var network) ->
                    step("signin.word", login, Map.of(NETWORK, network));
            case OidcEvent.SignedOut(var login, var network) ->
                    step("signout.browser", login, Map.of(NETWORK, network));
            case OidcEvent.SignedOutAtProvider(var issuer, int sessions) ->
                    step(
                            "signout.provider",
                            "",
                            Map.of(
                                    ISSUER,
                                    issuer.toString(),
                                    "sessions",
                                    Integer.toString(sessions)));
            case OidcEvent.TokenVoided(var login, var id) ->
                    new TokenRevoked("identity provider", id, login);
        };
    }

    private static ControlStep of(ConsoleEvent event) {
        return switch (event) {
            case ConsoleEvent.KeyIssued(
                            var actor,
                            var id,
                            var owner,
                            var name,
                            var scopes,
                            var until) ->
                    step(
                            "key.issued",
                            actor,
                            Map.of(
                                    "id",
                                    id,
                                    LOGIN,
                                    owner,
                                    "name",
                                    name,
                                    "scopes",
                                    String.join(" ", Right.words(scopes)),
                                    "until",
                                    until.toString()));
            case ConsoleEvent.KeyRevoked(var actor, var id, var owner, var reason) ->
                    step("key.revoked", actor, Map.of("id", id, LOGIN, owner, "reason", reason));
            case ConsoleEvent.SessionEnded(var actor, var id, var login, var reason) ->
                    step("session.ended", actor, Map.of("id", id, LOGIN, login, "reason", reason));
            case ConsoleEvent.SourceAdmitted(var actor, var id, var name, var until) ->
                    step(
                            "source.admitted",
                            actor,
                            Map.of("id", id, "name", name, "until", until.toString()));
            case ConsoleEvent.SourceRefused(var actor, var id, var name) ->
                    step("source.refused", actor, Map.of("id", id, "name", name));
            case ConsoleEvent.GatewayAdmitted(var actor, var id, var name, var until) ->
                    step(
                            "gateway.admitted",
                            actor,
                            Map.of("id", id, "name", name, "until", until.toString()));
            case ConsoleEvent.GatewayRefused(var actor, var id, var name) ->
                    step("gateway.refused", actor, Map.of("id", id, "name", name));
            case ConsoleEvent.CommandGiven(var actor, var command) ->
                    step("command.given", actor, Map.of("command", command));
        };
    }

    private static ControlStep step(String type, String actor, Map<String, String> about) {
        return new ControlStep(type, actor, new TreeMap<>(about));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
