package dev.sallyport.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the record says of exports that somebody has to agree to. */
public sealed interface ExportEvent {

    /** Somebody has asked. */
    record Asked(Instant at, String id, String login, String database, String statement)
            implements ExportEvent {}

    /**
     * Somebody has answered.
     *
     * @param until empty for a refusal
     */
    record Answered(String id, String by, Optional<Instant> until) implements ExportEvent {}

    /**
     * Empty where the event is about something else.
     *
     * @param event its canonical bytes
     */
    static Optional<ExportEvent> in(String event) {
        if (!event.contains("\"type\":\"export.")) {
            return Optional.empty();
        }
        Matcher asked = Forms.ASKED.matcher(event);
        if (asked.find()) {
            return Optional.of(
                    new Asked(
                            Instant.parse(asked.group(1)),
                            asked.group(4),
                            Json.plain(asked.group(2)),
                            Json.plain(asked.group(3)),
                            Json.plain(asked.group(5))));
        }
        Matcher answered = Forms.ANSWERED.matcher(event);
        return answered.find()
                ? Optional.of(
                        new Answered(
                                answered.group(2),
                                Json.plain(answered.group(1)),
                                Optional.ofNullable(answered.group(3)).map(Instant::parse)))
                : Optional.empty();
    }

    /** How they stand in the log. */
    final class Forms {
        private static final Pattern ASKED =
                Pattern.compile(
                        "\"ts\":\"([^\"]+)\",\"type\":\"export.asked\",\"actor\":\\{\"sub\":"
                                + Json.STRING
                                + ".*?\"dst\":\\{\"db\":"
                                + Json.STRING
                                + "\\}.*\"export\":\\{\"id\":\"(\\w+)\"\\},\"stmt\":\\{\"text\":"
                                + Json.STRING);
        private static final Pattern ANSWERED =
                Pattern.compile(
                        "\"type\":\"export.answered\",\"actor\":\\{\"sub\":\"(?:[^\"\\\\]|\\\\.)*+\",\"by\":"
                                + Json.STRING
                                + "\\},\"export\":\\{\"id\":\"(\\w+)\".*?(?:\"until\":\"([^\"]+)\")?\\}\\}$");

        private Forms() {}
    }
}
