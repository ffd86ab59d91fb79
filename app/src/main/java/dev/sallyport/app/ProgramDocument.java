package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.control.directory.DirectoryRecord.Step;
import dev.sallyport.control.directory.Employment;
import dev.sallyport.control.directory.Program;
import dev.sallyport.control.directory.State;
import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Workload;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Agents and services as commands show them: nothing of it is a secret. */
final class ProgramDocument {
    /** Raised when a field changes its meaning or goes; a field more is no new version. */
    private static final int VERSION = 1;

    private static final String LINE = "%-24s %-8s %-10s %-24s %-22s %s";

    private final Map<String, Line> lines = new TreeMap<>();

    /**
     * @param known what the doors know, also of the file of people
     * @param told what the directory says of its own, which counts
     */
    ProgramDocument(Directory known, Collection<Program> told) {
        known.programs()
                .forEach((name, program) ->
                        lines.put(
                                name,
                                new Line(
                                        name,
                                        program.kind(),
                                        state(
                                                program.suspended()
                                                        ? State.SUSPENDED
                                                        : State.ACTIVE,
                                                known.isAtWork(program.owner())),
                                        program.owner(),
                                        program.workload(),
                                        Optional.empty(),
                                        program.place().toString())));
        told.forEach(program ->
                lines.put(
                        program.login(),
                        new Line(
                                program.login(),
                                program.kind().asker(),
                                state(program.state(), known.isAtWork(program.owner())),
                                program.owner(),
                                program.workload(),
                                Optional.of(program.employment()),
                                "directory")));
    }

    /**
     * One of them.
     *
     * @param employment empty of what stands in the file of people
     * @param place where it is written
     */
    record Line(
            String name,
            AskerKind kind,
            String state,
            String owner,
            Optional<Workload> workload,
            Optional<Employment> employment,
            String place) {

        String word() {
            return switch (kind) {
                case AGENTS -> "agent";
                case SERVICES -> "service";
                case PEOPLE -> "person";
            };
        }

        Optional<Instant> starts() {
            return employment.flatMap(Employment::starts);
        }

        Optional<Instant> ends() {
            return employment.flatMap(Employment::ends);
        }
    }

    /** What nobody at work answers for holds nothing. */
    private static String state(State state, boolean isOwned) {
        return state == State.ACTIVE && !isOwned ? "ownerless" : state.word();
    }

    Optional<Line> line(String name) {
        return Optional.ofNullable(lines.get(name));
    }

    /** All of one kind, by name. */
    Exit print(AskerKind kind, Request.Form form, Terminal terminal) {
        List<Line> all = lines.values().stream().filter(line -> line.kind() == kind).toList();
        switch (form) {
            case JSON -> {
                ObjectNode document = JsonDocument.begin(VERSION);
                ArrayNode list = document.putArray(kind.toString());
                all.forEach(one -> put(list.addObject(), one));
                terminal.say(document.toString());
            }
            case TEXT -> {
                terminal.say(
                        all.isEmpty()
                                ? "The directory lists none, nor does the file of people."
                                : LINE.formatted(
                                        "NAME", "KIND", "STATE", "OWNER", "UNTIL", "WORKLOAD"));
                all.forEach(one -> terminal.say(text(one)));
            }
        }
        return Exit.DONE;
    }

    /**
     * One.
     *
     * @param steps the last ones, newest first
     */
    Exit print(Line one, List<Step> steps, Request.Form form, Terminal terminal) {
        switch (form) {
            case JSON -> {
                ObjectNode document = JsonDocument.begin(VERSION);
                put(document, one);
                PeopleDocument.put(document.putArray("steps"), steps);
                terminal.say(document.toString());
            }
            case TEXT -> {
                PeopleDocument.say(terminal, "name", one.name());
                PeopleDocument.say(terminal, "kind", one.word());
                PeopleDocument.say(terminal, "state", one.state());
                PeopleDocument.say(terminal, "owner", one.owner());
                PeopleDocument.say(terminal, "from", time(one.starts()));
                PeopleDocument.say(terminal, "until", time(one.ends()));
                PeopleDocument.say(
                        terminal, "issuer", one.workload().map(Workload::issuer).orElse(""));
                PeopleDocument.say(
                        terminal, "subject", one.workload().map(Workload::subject).orElse(""));
                PeopleDocument.say(terminal, "written at", one.place());
                PeopleDocument.say(terminal, steps);
            }
        }
        return Exit.DONE;
    }

    private static String text(Line one) {
        return LINE.formatted(
                        one.name(),
                        one.word(),
                        one.state(),
                        one.owner(),
                        time(one.ends()),
                        one.workload().map(Workload::toString).orElse(""))
                .stripTrailing();
    }

    private static String time(Optional<Instant> at) {
        return at.map(instant -> instant.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("");
    }

    private static void put(ObjectNode to, Line one) {
        to.put("name", one.name())
                .put("kind", one.word())
                .put("state", one.state())
                .put("owner", one.owner());
        one.starts().ifPresent(at -> to.put("from", at.toString()));
        one.ends().ifPresent(at -> to.put("until", at.toString()));
        one.workload()
                .ifPresent(workload ->
                        to.putObject("workload")
                                .put("issuer", workload.issuer())
                                .put("subject", workload.subject()));
    }
}
