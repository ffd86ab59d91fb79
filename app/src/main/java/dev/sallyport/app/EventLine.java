package dev.sallyport.app;

import dev.sallyport.audit.LogReader.LoggedEvent;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One event of the record, in a line for people; the canonical bytes stay in the record. */
final class EventLine {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** What an event that is no statement is about. */
    private static final List<String> ABOUT =
            List.of("auth", "about", "token", "export", "alert", "plan", "drift", "secrets");

    private static final List<String> LOGINS = List.of("login", "program", "losers", "who");

    private final long index;
    private final JsonNode event;

    EventLine(LoggedEvent logged) {
        this.index = logged.index();
        this.event = MAPPER.readTree(logged.json());
    }

    /**
     * @param prefixes of types
     */
    boolean isOf(List<String> prefixes) {
        String type = event.path("type").asString("");
        return prefixes.stream().anyMatch(type::startsWith);
    }

    boolean isSince(Instant since) {
        return !Instant.parse(event.path("ts").asString("")).isBefore(since);
    }

    /** Something that the person did or claimed, or that was done to them. */
    boolean concerns(String person) {
        JsonNode actor = event.path("actor");
        return Stream.concat(
                        Stream.of(actor.path("sub"), actor.path("claimed")),
                        ABOUT.stream()
                                .map(event::path)
                                .flatMap(about -> LOGINS.stream().map(about::path))
                                .flatMap(one -> one.isArray() ? one.valueStream() : Stream.of(one)))
                .anyMatch(login -> login.asString("").equals(person));
    }

    /** {@code 12 2026-11-21T09:30:00Z statement done nora [nurse] treatment 3 rows SELECT 1}. */
    @Override
    public String toString() {
        return Stream.of(
                        "%6d".formatted(index),
                        event.path("ts").asString(""),
                        words(event.path("type"), event.path("phase")),
                        who(event.path("actor")),
                        event.path("why").path("purpose").asString(""),
                        outcome(event.path("out")),
                        about(),
                        event.path("stmt").path("text").asString(""))
                .filter(word -> !word.isEmpty())
                .map(EventLine::shown)
                .reduce((one, next) -> one + "  " + next)
                .orElse("");
    }

    private static String who(JsonNode actor) {
        String claimed = actor.path("claimed").asString("");
        if (!claimed.isEmpty()) {
            return "claimed to be `" + claimed + "`";
        }
        JsonNode roles = actor.path("roles");
        String login = actor.path("sub").asString("");
        return roles.isArray() ? login + " [" + list(roles, ",") + "]" : login;
    }

    private static String outcome(JsonNode out) {
        JsonNode rows = out.path("rows");
        return (words(out.path("st"), out.path("code"), out.path("reason"))
                        + (rows.isMissingNode() ? "" : " " + rows.asLong() + " rows"))
                .strip();
    }

    private String about() {
        StringJoiner all = new StringJoiner(", ");
        for (String key : ABOUT) {
            event.path(key)
                    .propertyStream()
                    .forEach(one -> all.add(one.getKey() + " " + list(one.getValue(), " ")));
        }
        return all.toString();
    }

    /** Of an array each, of anything else itself. */
    private static String list(JsonNode value, String between) {
        StringJoiner all = new StringJoiner(between);
        (value.isArray() ? value.valueStream() : Stream.of(value))
                .forEach(one -> all.add(one.asString("")));
        return all.toString();
    }

    private static String words(JsonNode... nodes) {
        return String.join(
                " ",
                Stream.of(nodes)
                        .map(node -> node.asString(""))
                        .filter(word -> !word.isEmpty())
                        .toList());
    }

    /** A text of a statement or person, without a control character. */
    static String shown(String text) {
        return text.replaceAll("\\p{Cc}", " ");
    }
}
