package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.ExportRequest;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.gateway.ExportRequests;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists the exports that people have asked for, and answers them. */
final class ExportDesk {
    /** Raised when a field changes its meaning or goes; a field more is no new version. */
    private static final int VERSION = 1;

    private static final String LINE = "%-16s %-14s %-10s %-20s %-28s %s";

    /** Shorter is over before it is used. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private final Gateways gateways;
    private final Supplier<Entitlements> entitlements;
    private final InstantSource clock;

    /**
     * @param entitlements with the agents and services, and whose each is
     */
    ExportDesk(Gateways gateways, Supplier<Entitlements> entitlements, InstantSource clock) {
        this.gateways = gateways;
        this.entitlements = entitlements;
        this.clock = clock;
    }

    Exit perform(Request.Exports request, Terminal terminal) {
        switch (request) {
            case ExportRequest.List list -> print(list.form(), terminal);
            case ExportRequest.Approve approve -> approve(approve, terminal);
            case ExportRequest.Refuse refuse -> {
                ExportRequests.Request one = one(refuse.id());
                gateways.answer(one, Operator.name(), Operator.name(), Optional.empty());
                terminal.say("Refused " + one.id() + " of " + one.login() + ".");
            }
        }
        return Exit.DONE;
    }

    private void approve(ExportRequest.Approve asked, Terminal terminal) {
        if (asked.lasts().compareTo(SHORTEST) < 0
                || asked.lasts().compareTo(ExportRequests.MEMORY) > 0) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP5012,
                            "an export is not agreed to for that long",
                            "from 1m to 24h"));
        }
        ExportRequests.Request one = one(asked.id());
        for (String name : List.of(asked.by(), Operator.name())) {
            concerns(one, name)
                    .ifPresent(how -> {
                        throw new Refused(
                                Problem.of(
                                        ProblemCode.SP5011,
                                        how
                                                + " has asked for this export, so somebody else has to"
                                                + " agree to it",
                                        "ask a colleague of yours who answers for it"));
                    });
        }
        Instant until = clock.instant().plus(asked.lasts()).truncatedTo(ChronoUnit.SECONDS);
        gateways.answer(one, Operator.name(), asked.by(), Optional.of(until));
        terminal.say(
                "%s may run it until %s: %s"
                        .formatted(one.login(), until, EventLine.shown(one.statement())));
    }

    /** How somebody would have it themselves; empty where they would not. */
    private Optional<String> concerns(ExportRequests.Request one, String name) {
        return name.isBlank() || one.isOf(name)
                ? Optional.of("`" + name + "`")
                : entitlements
                        .get()
                        .program(one.login())
                        .filter(program -> program.owner().equals(name))
                        .map(program -> "`" + name + "` owns `" + program.name() + "`, which");
    }

    private ExportRequests.Request one(String id) {
        return gateways.exports().stream()
                .filter(request -> request.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new Refused(
                                Problem.of(
                                        ProblemCode.SP5010,
                                        "nobody asks for an export `" + id + "` now",
                                        "`sallyport export ls` lists them")));
    }

    private void print(Request.Form form, Terminal terminal) {
        List<ExportRequests.Request> all = gateways.exports();
        switch (form) {
            case JSON -> terminal.say(JsonDocument.print(document(all)).stripTrailing());
            case TEXT -> {
                terminal.say(
                        all.isEmpty()
                                ? "Nobody asks for an export."
                                : LINE.formatted(
                                        "EXPORT",
                                        "PERSON",
                                        "DATABASE",
                                        "ASKED",
                                        "ANSWER",
                                        "STATEMENT"));
                all.forEach(one -> terminal.say(row(one)));
            }
        }
    }

    private static String row(ExportRequests.Request one) {
        return LINE.formatted(
                one.id(),
                one.login(),
                one.database(),
                one.asked().truncatedTo(ChronoUnit.SECONDS),
                one.until()
                        .map(until -> "until " + until.truncatedTo(ChronoUnit.SECONDS))
                        .orElse("waits"),
                EventLine.shown(one.statement()));
    }

    private static ObjectNode document(List<ExportRequests.Request> all) {
        ObjectNode document = JsonDocument.begin(VERSION);
        ArrayNode list = document.putArray("exports");
        for (ExportRequests.Request one : all) {
            ObjectNode node =
                    list.addObject()
                            .put("id", one.id())
                            .put("person", one.login())
                            .put("database", one.database())
                            .put("asked", one.asked().toString())
                            .put("statement", one.statement());
            one.by().ifPresent(by -> node.put("by", by));
            one.until().ifPresent(until -> node.put("until", until.toString()));
        }
        return document;
    }
}
