package dev.sallyport.app;

import dev.sallyport.audit.AuditLog;
import dev.sallyport.audit.LogReader;
import dev.sallyport.audit.LogReader.LoggedEvent;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.policy.LearnedQueries;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Proposes saved queries from what ran, by the record; it allows nothing. */
final class QueryLesson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** So many different texts are no job's few queries; further ones are not counted. */
    private static final int MOST_TEXTS = 100_000;

    private final Request.PolicyLearn asked;
    private final Optional<Instant> since;
    private final Map<String, Long> ran = new HashMap<>();

    private QueryLesson(Request.PolicyLearn asked, Instant now) {
        this.asked = asked;
        this.since = asked.since().map(since -> since.before(now));
    }

    static Exit learn(Request.PolicyLearn asked, Instant now, Terminal terminal)
            throws IOException {
        Path folder = RecordFolder.of(asked.data());
        if (!AuditLog.isBegun(folder)) {
            return RecordFolder.holdsNone(folder, terminal);
        }
        QueryLesson lesson = new QueryLesson(asked, now);
        try (Stream<LoggedEvent> events = LogReader.read(folder)) {
            events.map(LoggedEvent::json)
                    .filter(json -> json.contains("\"phase\":\"done\""))
                    .forEach(json -> lesson.take(MAPPER.readTree(json)));
        }
        String yaml = LearnedQueries.yaml(lesson.ran);
        if (asked.out().isPresent()) {
            write(yaml, asked.out().get());
            terminal.say(
                    "Written to `"
                            + asked.out().get()
                            + "`. Nothing is allowed by it: read it, and put what you want into a role.");
        } else {
            terminal.say(yaml.stripTrailing());
        }
        return Exit.DONE;
    }

    private void take(JsonNode event) {
        String text = event.path("stmt").path("text").asString("");
        boolean counts =
                event.path("out").path("st").asString("").equals("ok")
                        && !text.isEmpty()
                        && !event.path("stmt").has("sha256")
                        && isTheirs(event.path("actor"))
                        && since.map(from -> !at(event).isBefore(from)).orElse(true);
        if (counts && (ran.size() < MOST_TEXTS || ran.containsKey(text))) {
            ran.merge(text, 1L, Long::sum);
        }
    }

    private boolean isTheirs(JsonNode actor) {
        return asked.person().map(actor.path("sub").asString("")::equals).orElse(true)
                && asked.role()
                        .map(role ->
                                actor.path("roles").values().stream()
                                        .anyMatch(one -> one.asString("").equals(role)))
                        .orElse(true);
    }

    private static Instant at(JsonNode event) {
        return Instant.parse(event.path("ts").asString(""));
    }

    private static void write(String yaml, Path out) throws IOException {
        try {
            Files.writeString(out, yaml, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException taken) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6007,
                            "`" + out + "` is there already",
                            "name a file that is not"));
        }
    }
}
