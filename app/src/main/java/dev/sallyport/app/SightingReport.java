package dev.sallyport.app;

import dev.sallyport.audit.LogReader;
import dev.sallyport.audit.LogReader.LoggedEvent;
import dev.sallyport.audit.Pseudonym;
import dev.sallyport.audit.Subjects;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Who saw a subject, by the record; and how many results did not say whose they were. */
final class SightingReport {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Set<Pseudonym> whose;
    private final Optional<Instant> since;
    private final List<Sighting> sightings = new ArrayList<>();

    /** By session and number: the statements whose text and outcome are still to come. */
    private final Map<String, Sighting> open = new HashMap<>();

    private int unnamed;
    private Row row = Row.STANDS;

    /** Whether a row has the subject's key now. */
    enum Row {
        STANDS,
        GONE
    }

    /** One statement that showed the subject. */
    private static final class Sighting {
        private final JsonNode event;
        private final long index;
        private JsonNode end = MAPPER.nullNode();

        Sighting(JsonNode event, long index) {
            this.event = event;
            this.index = index;
        }

        private String text(String... path) {
            JsonNode at = event;
            for (String key : path) {
                at = at.path(key);
            }
            return at.asString("");
        }

        private String list(JsonNode list) {
            List<String> words = new ArrayList<>();
            list.forEach(word -> words.add(word.asString("")));
            return String.join(", ", words);
        }

        private String line() {
            return Stream.of(
                            text("ts"),
                            text("actor", "sub"),
                            "[" + list(event.path("actor").path("roles")) + "]",
                            text("why", "purpose"),
                            because(),
                            text("subj", "basis").equals("changed")
                                    ? "changed"
                                    : "saw " + list(event.path("subj").path("saw")),
                            end.path("out").path("st").asString("?")
                                    + " "
                                    + end.path("out").path("rows").asLong(0)
                                    + " rows",
                            EventLine.shown(end.path("stmt").path("text").asString("")))
                    .filter(word -> !word.isEmpty())
                    .reduce((one, next) -> one + "  " + next)
                    .orElse("");
        }

        private String because() {
            return EventLine.shown(
                    Stream.of(text("why", "because"), text("why", "ticket"))
                            .filter(word -> !word.isEmpty())
                            .reduce((one, next) -> one + ", " + next)
                            .map(words -> "(" + words + ")")
                            .orElse(""));
        }

        private void write(ObjectNode to) {
            to.put("event", index).put("at", text("ts")).put("person", text("actor", "sub"));
            to.set("roles", event.path("actor").path("roles"));
            to.put("session", text("actor", "sess")).put("database", text("dst", "db"));
            to.set("why", event.path("why"));
            to.put("basis", text("subj", "basis"));
            to.set("saw", event.path("subj").path("saw"));
            to.put("others", event.path("subj").path("n").asInt(1) - 1);
            to.put("statement", end.path("stmt").path("text").asString(""));
            to.put("outcome", end.path("out").path("st").asString(""));
            to.put("rows", end.path("out").path("rows").asLong(0));
        }
    }

    private SightingReport(Set<Pseudonym> whose, Optional<Instant> since) {
        this.whose = Set.copyOf(whose);
        this.since = since;
    }

    /**
     * By time where there are several records.
     *
     * @param folders of the records
     */
    static SightingReport of(List<Path> folders, Set<Pseudonym> whose, Optional<Instant> since) {
        SightingReport report = new SightingReport(whose, since);
        for (Path folder : folders) {
            try (Stream<LoggedEvent> events = LogReader.read(folder)) {
                events.filter(event -> event.json().contains("\"type\":\"statement\""))
                        .forEach(report::take);
            }
        }
        report.sightings.sort(Comparator.comparing(one -> Instant.parse(one.text("ts"))));
        return report;
    }

    SightingReport about(Row now) {
        row = now;
        return this;
    }

    private void take(LoggedEvent logged) {
        Optional<Subjects> subjects = Subjects.in(logged.json());
        if (subjects.isPresent()) {
            take(subjects.get(), logged);
        } else if (!open.isEmpty()) {
            end(MAPPER.readTree(logged.json()));
        }
    }

    private boolean isSince(JsonNode event) {
        return since.isEmpty()
                || !Instant.parse(event.path("ts").asString("")).isBefore(since.get());
    }

    /** Most are about others, and are not read any further. */
    private void take(Subjects subjects, LoggedEvent logged) {
        boolean shown = subjects.named().anyMatch(whose::contains);
        boolean incomplete = subjects.basis() == Subjects.Basis.UNNAMED;
        if (!shown && !incomplete) {
            return;
        }
        JsonNode event = MAPPER.readTree(logged.json());
        if (!isSince(event)) {
            return;
        }
        unnamed += incomplete ? 1 : 0;
        Sighting sighting = new Sighting(event, logged.index());
        if (shown && open.putIfAbsent(statement(event), sighting) == null) {
            sightings.add(sighting);
        }
    }

    private void end(JsonNode event) {
        String statement = statement(event);
        Sighting sighting = open.get(statement);
        if (sighting != null) {
            sighting.end = event;
            if (event.path("phase").asString("").equals("done")) {
                open.remove(statement);
            }
        }
    }

    private static String statement(JsonNode event) {
        return event.path("actor").path("sess").asString("") + "/" + event.path("stmt").path("n");
    }

    Exit print(Request.Form form, Terminal terminal) {
        switch (form) {
            case JSON -> {
                ObjectNode document = JsonDocument.begin(1).put("standing", row == Row.STANDS);
                ArrayNode list = document.putArray("sightings");
                sightings.forEach(sighting -> sighting.write(list.addObject()));
                document.put("unnamed", unnamed);
                terminal.say(JsonDocument.print(document).stripTrailing());
            }
            case TEXT -> {
                if (row == Row.GONE) {
                    terminal.say(
                            "note: no row has this key now; what was recorded under another one is"
                                    + " not found");
                }
                sightings.forEach(sighting -> terminal.say(sighting.line()));
                long people =
                        sightings.stream().map(one -> one.text("actor", "sub")).distinct().count();
                terminal.say(
                        "%d statements of %d people showed this subject"
                                .formatted(sightings.size(), people));
                if (unnamed > 0) {
                    terminal.say(
                            "%d results did not say whose they were, and are not in this list"
                                    .formatted(unnamed));
                }
            }
        }
        return Exit.DONE;
    }
}
