package dev.sallyport.app;

import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.policy.Adopted;
import dev.sallyport.provision.adopt.AdoptedFolder;
import dev.sallyport.provision.adopt.Limit;
import dev.sallyport.provision.adopt.Survey;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An adoption for people and for programs; {@code docs/reference/cli.md} describes the document.
 */
final class AdoptionDocument {
    /** Raised when a field changes its meaning or goes; a field more is no new version. */
    private static final int VERSION = 1;

    /** The first digits of {@code server_version_num} are the major version. */
    private static final int MAJOR = 10_000;

    /** What fits a screen; all of it is in the folder's own page. */
    private static final int SHOWN = 12;

    private AdoptionDocument() {}

    static void print(
            AdoptedFolder folder, String authority, Request.Adopt request, Terminal terminal) {
        switch (request.form()) {
            case JSON ->
                    terminal.say(
                            JsonMapper.builder()
                                    .build()
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(document(folder, request)));
            case TEXT -> text(folder, authority, request, terminal);
        }
    }

    private static void text(
            AdoptedFolder folder, String authority, Request.Adopt request, Terminal terminal) {
        Survey survey = folder.survey();
        terminal.say(
                "%s at %s, as `%s`, PostgreSQL %d: read in one snapshot, nothing written there"
                        .formatted(
                                survey.database(),
                                authority,
                                survey.account(),
                                survey.version() / MAJOR));
        terminal.say("  found    " + folder.counts());
        terminal.say(
                "  classes  %d of %d columns; the others stay invisible"
                        .formatted(
                                folder.classified(),
                                folder.classified() + folder.unclassified().size()));
        say("Without a class:", folder.unclassified().stream(), terminal);
        say(
                "What the policy language cannot say:",
                survey.limits().stream().map(AdoptionDocument::line),
                terminal);
        terminal.say("");
        terminal.say("Written: " + request.out());
        terminal.say("Next: review it, then `sallyport policy check " + request.out() + "`");
    }

    private static String line(Limit limit) {
        return limit.kind() + " " + limit.object() + ": " + limit.reason();
    }

    private static void say(String title, Stream<String> lines, Terminal terminal) {
        List<String> all = lines.toList();
        if (all.isEmpty()) {
            return;
        }
        terminal.say("");
        terminal.say(title);
        all.stream().limit(SHOWN).forEach(line -> terminal.say("  " + line));
        if (all.size() > SHOWN) {
            terminal.say(
                    "  and %d more, in %s".formatted(all.size() - SHOWN, AdoptedFolder.REPORT));
        }
    }

    private static ObjectNode document(AdoptedFolder folder, Request.Adopt request) {
        Survey survey = folder.survey();
        Adopted found = survey.found();
        ObjectNode document =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("v", VERSION)
                        .put("database", survey.database())
                        .put("account", survey.account())
                        .put("version", survey.version())
                        .put("folder", request.out().toString());
        document.putObject("found")
                .put("roles", found.roles().size())
                .put("members", found.members().size())
                .put("settings", found.settings().size())
                .put("owned", found.owned().size())
                .put("rights", found.rights().size())
                .put("defaults", found.defaults().size());
        ArrayNode columns = document.putArray("columns");
        folder.suggested()
                .forEach((column, dataClass) ->
                        columns.addObject().put("column", column).put("class", dataClass));
        ArrayNode unclassified = document.putArray("unclassified");
        folder.unclassified().forEach(unclassified::add);
        ArrayNode unspoken = document.putArray("unspoken");
        for (Limit limit : survey.limits()) {
            unspoken.addObject()
                    .put("kind", limit.kind())
                    .put("object", limit.object())
                    .put("reason", limit.reason());
        }
        return document;
    }
}
