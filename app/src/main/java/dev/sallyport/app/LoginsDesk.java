package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.LoginRequest;
import dev.sallyport.cli.Terminal;
import dev.sallyport.control.directory.Actor;
import dev.sallyport.control.directory.DatabaseLogin;
import dev.sallyport.control.directory.DatabaseLogins;
import dev.sallyport.control.directory.DatabaseLogins.Holder;
import dev.sallyport.control.directory.DatabaseLogins.Kind;
import dev.sallyport.control.directory.DatabaseLogins.Listed;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Works through the logins that the database server had without us. */
final class LoginsDesk {
    /** Raised when a field changes its meaning or goes; a field more is no new version. */
    private static final int VERSION = 1;

    private static final String LINE = "%-24s %-8s %-8s %-20s %-30s %s";

    private final DatabaseLogins logins;

    LoginsDesk(DatabaseLogins logins) {
        this.logins = logins;
    }

    /**
     * @param actor who gave the order
     */
    Exit perform(LoginRequest request, Actor actor, Terminal terminal) {
        switch (request) {
            case LoginRequest.Listing asked -> {
                return list(asked, terminal);
            }
            case LoginRequest.Map asked -> map(asked, actor, terminal);
            case LoginRequest.Unmap asked -> {
                logins.unmap(asked.name(), actor, asked.reason());
                terminal.say("`%s` is nobody's from now on.".formatted(asked.name()));
            }
        }
        return Exit.DONE;
    }

    private void map(LoginRequest.Map asked, Actor actor, Terminal terminal) {
        Kind kind =
                switch (asked.kind()) {
                    case PERSON -> Kind.PERSON;
                    case SERVICE -> Kind.SERVICE;
                };
        Optional<String> due =
                logins.map(asked.name(), asked.person(), kind, actor, asked.reason());
        String said =
                switch (kind) {
                    case PERSON -> "`%s` is %s's, and ends with their employment.";
                    case SERVICE -> "`%s` is a program's, and %s owns it.";
                };
        terminal.say(said.formatted(asked.name(), asked.person()));
        due.ifPresent(what -> terminal.say("`%s` %s.".formatted(asked.name(), what)));
    }

    private Exit list(LoginRequest.Listing asked, Terminal terminal) {
        List<Listed> all =
                logins.all().stream()
                        .filter(one ->
                                switch (asked.choice()) {
                                    case ALL -> true;
                                    case DUE -> one.due().isPresent();
                                })
                        .toList();
        switch (asked.form()) {
            case JSON -> terminal.say(document(all).toString());
            case TEXT -> {
                terminal.say(
                        all.isEmpty()
                                ? "No login that somebody has to see to."
                                : LINE.formatted(
                                        "LOGIN", "LOGS IN", "SESSIONS", "WHOSE", "MAY", "DUE"));
                all.forEach(one -> terminal.say(line(one)));
            }
        }
        return switch (asked.choice()) {
            case ALL -> Exit.DONE;
            case DUE -> all.isEmpty() ? Exit.DONE : Exit.DIFFERS;
        };
    }

    static String line(Listed one) {
        Optional<DatabaseLogin> login = one.login();
        return LINE.formatted(
                        one.name(),
                        login.map(known -> known.mayLogIn() ? "yes" : "shut").orElse("gone"),
                        login.map(known -> Integer.toString(known.sessions())).orElse(""),
                        one.holder().map(LoginsDesk::whose).orElse("nobody's"),
                        login.map(LoginsDesk::may).orElse(""),
                        one.due().orElse(""))
                .stripTrailing();
    }

    private static String whose(Holder holder) {
        return switch (holder.kind()) {
            case PERSON -> holder.login() + ", " + holder.state().word();
            case SERVICE -> "program of " + holder.login();
        };
    }

    private static String may(DatabaseLogin login) {
        Stream<String> roles =
                login.memberOf().isEmpty()
                        ? Stream.empty()
                        : Stream.of("in " + String.join(",", login.memberOf()));
        return Stream.concat(login.powers().stream(), roles).collect(Collectors.joining(" "));
    }

    private static ObjectNode document(List<Listed> all) {
        ObjectNode document = JsonDocument.begin(VERSION);
        ArrayNode list = document.putArray("logins");
        for (Listed one : all) {
            ObjectNode node = list.addObject().put("name", one.name());
            one.login()
                    .ifPresent(login -> {
                        node.put("may_log_in", login.mayLogIn()).put("sessions", login.sessions());
                        login.powers().forEach(node.putArray("powers")::add);
                        login.memberOf().forEach(node.putArray("member_of")::add);
                    });
            one.holder()
                    .ifPresent(holder ->
                            node.putObject("holder")
                                    .put("login", holder.login())
                                    .put("state", holder.state().word())
                                    .put("kind", holder.kind().word())
                                    .put("reason", holder.reason())
                                    .put("since", holder.since().toString()));
            one.due().ifPresent(due -> node.put("due", due));
        }
        return document;
    }
}
