package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Program;
import dev.sallyport.policy.Workload;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Agents and services as commands show them: nothing of it is a secret. */
record ProgramDocument(Directory directory) {
    /** Raised when a field changes its meaning or goes; a field more is no new version. */
    private static final int VERSION = 1;

    private static final String LINE = "%-24s %-8s %-10s %-24s %s";

    /** All of one kind, by name. */
    Exit print(AskerKind kind, Request.Form form, Terminal terminal) {
        List<Program> programs =
                directory.programs().values().stream()
                        .filter(program -> program.kind() == kind)
                        .sorted((one, other) -> one.name().compareTo(other.name()))
                        .toList();
        switch (form) {
            case JSON -> {
                ObjectNode document = JsonDocument.begin(VERSION);
                ArrayNode list = document.putArray(kind.toString());
                programs.forEach(program -> put(list.addObject(), program));
                terminal.say(document.toString());
            }
            case TEXT -> {
                terminal.say(
                        programs.isEmpty()
                                ? "The file of people lists none."
                                : LINE.formatted("NAME", "KIND", "STATE", "OWNER", "WORKLOAD"));
                programs.forEach(program -> terminal.say(line(program)));
            }
        }
        return Exit.DONE;
    }

    /** One. */
    Exit print(Program program, Request.Form form, Terminal terminal) {
        switch (form) {
            case JSON -> {
                ObjectNode document = JsonDocument.begin(VERSION);
                put(document, program);
                terminal.say(document.toString());
            }
            case TEXT -> {
                say(terminal, "name", program.name());
                say(terminal, "kind", program.word());
                say(terminal, "state", state(program));
                say(terminal, "owner", program.owner());
                program.workload()
                        .ifPresent(workload -> {
                            say(terminal, "issuer", workload.issuer());
                            say(terminal, "subject", workload.subject());
                        });
                say(terminal, "written at", program.place().toString());
            }
        }
        return Exit.DONE;
    }

    private static void say(Terminal terminal, String field, String value) {
        terminal.say("%-12s %s".formatted(field, value));
    }

    private String line(Program program) {
        return LINE.formatted(
                        program.name(),
                        program.word(),
                        state(program),
                        program.owner(),
                        program.workload().map(Workload::toString).orElse(""))
                .stripTrailing();
    }

    /** What nobody at work answers for holds nothing. */
    private String state(Program program) {
        return directory.isAtWork(program.owner()) ? "active" : "ownerless";
    }

    private void put(ObjectNode to, Program program) {
        to.put("name", program.name())
                .put("kind", program.word())
                .put("state", state(program))
                .put("owner", program.owner());
        program.workload()
                .ifPresent(workload ->
                        to.putObject("workload")
                                .put("issuer", workload.issuer())
                                .put("subject", workload.subject()));
    }
}
