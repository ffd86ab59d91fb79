package dev.sallyport.app;

import dev.sallyport.audit.AuditEvent.ControlStep;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * That a data directory was made of a backup, kept in it until it stands on record: when it is
 * opened first.
 *
 * @param about what goes on record
 * @param left logins of who was said to have left since
 */
record Restoration(String by, SortedMap<String, String> about, Set<String> left) {
    private static final String FILE = "restored.json";
    private static final int VERSION = 1;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    Restoration {
        about = new TreeMap<>(about);
        left = new TreeSet<>(left);
    }

    static Restoration of(
            String by,
            Instant at,
            BackupAbout backup,
            String digest,
            long events,
            Set<String> left) {
        return new Restoration(
                by,
                new TreeMap<>(
                        Map.of(
                                "restored",
                                at.toString(),
                                "made",
                                backup.made().toString(),
                                "sha256",
                                digest,
                                "events",
                                Long.toString(events))),
                left);
    }

    void keep(Path data) throws IOException {
        ObjectNode document = JsonDocument.begin(VERSION).put("by", by);
        ObjectNode told = document.putObject("about");
        about.forEach(told::put);
        left.forEach(document.putArray("left")::add);
        Folders.write(
                data.resolve(FILE), JsonDocument.print(document).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A new record beside the restored one would have no past.
     *
     * @throws Refused SP7231 where the record is to be elsewhere, and is not there
     */
    static void requireRecord(Path data) throws IOException {
        Path inside = data.resolve("audit");
        Path wanted = RecordFolder.of(data);
        boolean elsewhere = !wanted.equals(inside) && !Files.exists(wanted.resolve("checkpoint"));
        if (Files.exists(data.resolve(FILE)) && elsewhere && Files.exists(inside)) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP7231,
                            "the restored record is in `%s`, and `%s` holds none"
                                    .formatted(inside, wanted),
                            "move it there, or leave `record: {folder: …}` out"));
        }
    }

    /** Puts it on record, once. */
    static void tell(Path data, AuditLog log) throws IOException {
        Path file = data.resolve(FILE);
        if (!Files.exists(file)) {
            return;
        }
        Restoration kept = read(file);
        long last = log.append(new ControlStep("backup.restored", kept.by(), kept.about()));
        for (String login : kept.left()) {
            last =
                    log.append(
                            new ControlStep(
                                    "person.suspended",
                                    kept.by(),
                                    new TreeMap<>(
                                            Map.of(
                                                    "login",
                                                    login,
                                                    "after",
                                                    "suspended",
                                                    "reason",
                                                    "left after the backup"))));
        }
        log.await(last);
        // After a crash in between it is told twice, never not at all.
        Files.delete(file);
    }

    private static Restoration read(Path file) throws IOException {
        JsonNode document = MAPPER.readTree(Files.readAllBytes(file));
        SortedMap<String, String> about = new TreeMap<>();
        document.path("about")
                .properties()
                .forEach(one -> about.put(one.getKey(), one.getValue().asString("")));
        return new Restoration(
                document.path("by").asString(""),
                about,
                document.path("left")
                        .valueStream()
                        .map(one -> one.asString(""))
                        .collect(Collectors.toSet()));
    }
}
