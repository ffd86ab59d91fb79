package dev.sallyport.app;

import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.provision.drift.Finding;
import dev.sallyport.provision.drift.Look;
import dev.sallyport.provision.drift.Severity;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Drift for people and for programs; {@code docs/reference/cli.md} describes the document. */
final class DriftDocument {
    /** Raised when a field changes its meaning or goes; a field more is no new version. */
    private static final int VERSION = 1;

    private DriftDocument() {}

    static void print(Map<String, Look> looks, Request.Form form, Terminal terminal) {
        switch (form) {
            case JSON -> terminal.say(JsonDocument.print(document(looks)).stripTrailing());
            case TEXT -> looks.forEach((database, look) -> print(database, look, terminal));
        }
    }

    private static void print(String database, Look look, Terminal terminal) {
        long alerts = look.findings().stream().filter(f -> f.severity() == Severity.ALERT).count();
        terminal.say(
                look.findings().isEmpty()
                        ? "OK  %s is as Sallyport left it".formatted(database)
                        : "DRIFT  %s: %d alerts, %d notices since Sallyport last changed it"
                                .formatted(database, alerts, look.findings().size() - alerts));
        look.findings().forEach(finding -> terminal.say(line(finding)));
        look.notes().forEach(note -> terminal.say("  note: " + note));
        if (!look.findings().isEmpty()) {
            terminal.say(
                    "Undo: sallyport drift revert [ID …]   Keep: sallyport drift accept ID --reason"
                            + " … --until …");
        }
    }

    /** {@code ! 1f2e3d4c grant SELECT on table … to omar none -> there by unknown}. */
    static String line(Finding finding) {
        return "  %s %s  %s  %s  %s -> %s  by %s"
                .formatted(
                        finding.severity() == Severity.ALERT ? "!" : " ",
                        finding.id(),
                        finding.kind(),
                        finding.object(),
                        finding.before(),
                        finding.after(),
                        finding.who());
    }

    private static ObjectNode document(Map<String, Look> looks) {
        ObjectNode document = JsonDocument.begin(VERSION);
        ArrayNode databases = document.putArray("databases");
        looks.forEach((database, look) -> {
            ObjectNode one = databases.addObject().put("database", database);
            ArrayNode findings = one.putArray("findings");
            look.findings().forEach(finding -> add(findings, finding));
            ArrayNode notes = one.putArray("notes");
            look.notes().forEach(notes::add);
        });
        return document;
    }

    private static void add(ArrayNode findings, Finding finding) {
        findings.addObject()
                .put("id", finding.id())
                .put("severity", finding.severity().word())
                .put("kind", finding.kind())
                .put("object", finding.object())
                .put("before", finding.before())
                .put("after", finding.after())
                .put("who", finding.who());
    }
}
