package dev.sallyport.app;

import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.provision.Effect;
import dev.sallyport.provision.Plan;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plans in words, and for programs: one JSON document, described in {@code docs/reference/cli.md}.
 */
final class PlanDocument {
    /** Raised when a field changes its meaning or goes; a field more is no new version. */
    static final int VERSION = 1;

    private PlanDocument() {}

    static ObjectNode of(Collection<Plan> plans) {
        ObjectNode document = JsonDocument.begin(VERSION);
        ArrayNode databases = document.putArray("databases");
        plans.forEach(plan -> databases.add(database(plan)));
        return document;
    }

    /** As whoever asked for them wants them. */
    static void print(Collection<Plan> plans, Request.Plan request, Terminal terminal) {
        switch (request.form()) {
            case JSON -> terminal.out().print(JsonDocument.print(of(plans)));
            case TEXT -> {
                for (Plan plan : plans) {
                    terminal.out().print(plan.summary());
                    if (request.detail() == Request.Detail.SQL) {
                        terminal.out().print("\n" + plan.sql());
                    }
                }
            }
        }
        terminal.out().flush();
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
