package dev.sallyport.app;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a backup says of itself.
 *
 * @param made when the state was read
 * @param by who asked for it
 * @param record the name of the record of the server
 * @param step of the schema that the state is of; empty where there is no control plane
 */
record BackupAbout(Instant made, String by, String record, Optional<String> step) {
    private static final int VERSION = 1;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    byte[] json() {
        ObjectNode document =
                JsonDocument.begin(VERSION)
                        .put("made", made.toString())
                        .put("by", by)
                        .put("record", record);
        step.ifPresent(one -> document.put("step", one));
        return JsonDocument.print(document).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a later version of us wrote it, with more to say. */
    static boolean isNewer(byte[] json) {
        return document(json).filter(document -> version(document) > VERSION).isPresent();
    }

    /** Empty where it is none of this version. */
    static Optional<BackupAbout> of(byte[] json) {
        try {
            return document(json)
                    .filter(document -> version(document) == VERSION)
                    .map(document ->
                            new BackupAbout(
                                    Instant.parse(document.path("made").asString("")),
                                    document.path("by").asString(""),
                                    document.path("record").asString(""),
                                    document.path("step").asStringOpt()));
        } catch (DateTimeException damaged) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> document(byte[] json) {
        try {
            return Optional.of(MAPPER.readTree(json));
        } catch (JacksonException damaged) {
            return Optional.empty();
        }
    }

    private static int version(JsonNode document) {
        return document.path("v").asInt(0);
    }
}
