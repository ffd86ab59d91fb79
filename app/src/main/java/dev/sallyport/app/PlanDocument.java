package dev.sallyport.app;

import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.provision.Effect;
import dev.sallyport.provision.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plans in words, and for programs: one JSON document, described in {@code docs/reference/cli.md}.
 *
 * @param databases a plan for each
 * @param programs what no database shows
 */
record PlanDocument(List<Plan> databases, List<ProgramChange> programs) {
    /** Raised when a field changes its meaning or goes; a field more is no new version. */
    static final int VERSION = 1;

    /** More notes than this are counted. */
    private static final int NAMED = 20;

    PlanDocument {
        databases = List.copyOf(databases);
        programs = List.copyOf(programs);
    }

    /** Whether an apply would change nothing. */
    boolean isEmpty() {
        return databases.stream().allMatch(Plan::isEmpty) && programs.isEmpty();
    }

    ObjectNode json() {
        ObjectNode document = JsonDocument.begin(VERSION);
        ArrayNode each = document.putArray("databases");
        databases.forEach(plan -> each.add(database(plan)));
        ArrayNode changed = document.putArray("programs");
        for (ProgramChange change : programs) {
            ObjectNode program = changed.addObject().put("change", change.kind().word());
            change.about().forEach(program::put);
            change.notes().forEach(program.putArray("notes")::add);
        }
        return document;
    }

    /** As whoever asked for them wants them. */
    void print(Request.Plan request, Terminal terminal) {
        switch (request.form()) {
            case JSON -> terminal.out().print(JsonDocument.print(json()));
            case TEXT -> {
                for (Plan plan : databases) {
                    terminal.out().print(plan.summary());
                    if (request.detail() == Request.Detail.SQL) {
                        terminal.out().print("\n" + plan.sql());
                    }
                }
                notes().forEach(terminal.out()::println);
            }
        }
        terminal.out().flush();
    }

    private List<String> notes() {
        List<String> notes =
                programs.stream()
                        .flatMap(change -> change.notes().stream())
                        .map(note -> "  ! " + note)
                        .toList();
        if (notes.isEmpty()) {
            return notes;
        }
        List<String> shown = new ArrayList<>(List.of("", "Agents and services, with this apply:"));
        shown.addAll(notes.subList(0, Math.min(NAMED, notes.size())));
        if (notes.size() > NAMED) {
            shown.add("  ! and " + (notes.size() - NAMED) + " more");
        }
        return shown;
    }

    private static ObjectNode database(Plan plan) {
        ObjectNode node =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("database", plan.database())
                        .put("engine", "postgresql")
                        .put("version", plan.version())
                        .put("policy", plan.policyHash())
                        .put("identity", plan.identity());
        effects(node.putArray("gains"), plan.gains());
        effects(node.putArray("loses"), plan.losses());
        ArrayNode ended = node.putArray("sessions_end");
        plan.losers().stream().sorted().forEach(ended::add);
        ArrayNode notes = node.putArray("notes");
        plan.notes().forEach(notes::add);
        ArrayNode changes = node.putArray("changes");
        for (Plan.Step step : plan.steps()) {
            ObjectNode change =
                    changes.addObject()
                            .put("action", step.action().name().toLowerCase(Locale.ROOT))
                            .put("object", step.object());
            ArrayNode statements = change.putArray("sql");
            step.statements().forEach(statements::add);
        }
        return node;
    }

    private static void effects(ArrayNode to, List<Effect> effects) {
        for (Effect effect : effects) {
            to.addObject().put("person", effect.login()).put("what", effect.what());
        }
    }
}
