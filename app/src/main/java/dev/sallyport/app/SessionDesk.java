package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.gateway.SessionView;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists, shows, ends and talks to the sessions of the gateway that runs here. */
final class SessionDesk {
    /** Raised when a field changes its meaning or goes; a field more is no new version. */
    private static final int VERSION = 1;

    private static final String LINE = "%-25s %-10s %-20s %-12s %-8s %-21s %-20s %-19s %6s  %s";

    private static final Duration PAUSE = Duration.ofMillis(500);

    /** A notice is a line; what is longer belongs in a mail. */
    private static final int LONGEST = 200;

    private final Gateways gateways;

    SessionDesk(Gateways gateways) {
        this.gateways = gateways;
    }

    Exit perform(Request.Sessions request, Terminal terminal) {
        switch (request) {
            case Request.SessionList list -> list(list, terminal);
            case Request.SessionShow show -> print(List.of(one(show.id())), show.form(), terminal);
            case Request.SessionKill kill -> {
                SessionView view = one(kill.id());
                gateways.end(view.id(), Operator.name(), line(kill.reason()));
                terminal.say("Ended " + view.id() + " of " + view.login() + ".");
            }
            case Request.SessionMessage message -> {
                SessionView view = one(message.id());
                gateways.tell(view.id(), Operator.name(), line(message.words()));
                terminal.say("Told " + view.login() + ".");
            }
        }
        return Exit.DONE;
    }

    /** People's words go to other people's terminals. */
    private static String line(String words) {
        if (words.isBlank()
                || words.length() > LONGEST
                || words.chars().anyMatch(Character::isISOControl)) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6007,
                            "these words are none, several lines or more than "
                                    + LONGEST
                                    + " characters",
                            "write one line"));
        }
        return words;
    }

    private SessionView one(String id) {
        List<SessionView> meant =
                gateways.sessions().stream().filter(view -> view.id().startsWith(id)).toList();
        if (meant.size() != 1) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP4041,
                            meant.isEmpty()
                                    ? "no session `" + id + "` is open"
                                    : "`" + id + "` begins " + meant.size() + " sessions",
                            "`sallyport session ls` lists them"));
        }
        return meant.getFirst();
    }

    private void list(Request.SessionList list, Terminal terminal) {
        List<SessionView> last = gateways.sessions();
        print(last, list.form(), terminal);
        gateways.away()
                .forEach(name ->
                        terminal.err()
                                .println(
                                        "note: gateway `%s` is away; its sessions are not among these"
                                                .formatted(name)));
        while (list.watching() == Request.Watching.ON
                && !terminal.isLeft()
                && Pauses.pause(PAUSE)) {
            List<SessionView> now = gateways.sessions();
            changes(last, now, terminal);
            last = now;
        }
    }

    private static void changes(List<SessionView> last, List<SessionView> now, Terminal terminal) {
        Set<SessionView> news = new HashSet<>(now);
        news.removeAll(new HashSet<>(last));
        now.stream().filter(news::contains).forEach(view -> terminal.say(row(view)));
        Set<String> open = new HashSet<>();
        now.forEach(view -> open.add(view.id()));
        last.stream()
                .filter(view -> !open.contains(view.id()))
                .forEach(view ->
                        terminal.say("%-25s %-10s ended".formatted(view.id(), view.login())));
    }

    private static void print(List<SessionView> views, Request.Form form, Terminal terminal) {
        switch (form) {
            case JSON -> terminal.say(JsonDocument.print(document(views)).stripTrailing());
            case TEXT -> {
                terminal.say(
                        views.isEmpty()
                                ? "Nobody is signed in."
                                : LINE.formatted(
                                        "SESSION",
                                        "PERSON",
                                        "ROLES",
                                        "PURPOSE",
                                        "DATABASE",
                                        "FROM",
                                        "SINCE",
                                        "STATE",
                                        "ASKED",
                                        "ENDS"));
                views.forEach(view -> terminal.say(row(view)));
            }
        }
    }

    private static String row(SessionView view) {
        return LINE.formatted(
                view.id(),
                view.login(),
                String.join(",", view.roles()),
                view.purpose(),
                view.database(),
                view.address(),
                view.since().truncatedTo(ChronoUnit.SECONDS),
                GatewaySessions.word(view.state()),
                view.statements(),
                view.ends()
                        .map(end ->
                                end.truncatedTo(ChronoUnit.SECONDS)
                                        + view.endsBy().map(by -> " by " + by).orElse(""))
                        .orElse("with its client"));
    }

    private static ObjectNode document(List<SessionView> views) {
        ObjectNode document = JsonDocument.begin(VERSION);
        ArrayNode sessions = document.putArray("sessions");
        for (SessionView view : views) {
            ObjectNode node =
                    sessions.addObject()
                            .put("id", view.id())
                            .put("person", view.login())
                            .put("purpose", view.purpose())
                            .put("database", view.database())
                            .put("address", view.address())
                            .put("since", view.since().toString())
                            .put("state", GatewaySessions.word(view.state()))
                            .put("statements", view.statements());
            ArrayNode roles = node.putArray("roles");
            view.roles().forEach(roles::add);
            view.ends().ifPresent(end -> node.put("ends", end.toString()));
            view.endsBy().ifPresent(by -> node.put("ends_by", by));
        }
        return document;
    }
}
