package dev.sallyport.app;

import dev.sallyport.audit.LogReader.LoggedEvent;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One event of the record, in a line for people; the canonical bytes stay in the record. */
final class EventLine {
    private static final String STRING = "\"((?:[^\"\\\\]|\\\\.)*)\"";
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-f]{4}|.)");

    private final LoggedEvent event;

    EventLine(LoggedEvent event) {
        this.event = event;
    }

    boolean isBy(String person) {
        return text("sub").or(() -> text("claimed")).filter(person::equals).isPresent();
    }

    /** {@code 12 2026-11-21T09:30:00Z statement done nora [nurse] treatment 3 rows SELECT 1}. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder();
        line.append("%6d  ".formatted(event.index()));
        add(line, text("ts"));
        add(line, phase());
        add(line, who());
        add(line, text("purpose"));
        add(line, outcome());
        add(line, text("text"));
        return line.toString().stripTrailing();
    }

    private Optional<String> phase() {
        String type = text("type").orElse("?");
        return Optional.of(text("phase").map(phase -> type + " " + phase).orElse(type));
    }

    private Optional<String> who() {
        Optional<String> roles =
                first("\"roles\":\\[([^\\]]*)\\]").map(list -> list.replace("\"", ""));
        return text("sub")
                .map(login -> login + roles.map(list -> " [" + list + "]").orElse(""))
                .or(() -> text("claimed").map(login -> "claimed to be `" + login + "`"));
    }

    private Optional<String> outcome() {
        Optional<String> rows = first("\"rows\":(\\d+)").map(count -> count + " rows");
        Optional<String> code = text("code").or(() -> text("reason"));
        return Optional.of(
                        String.join(" ", text("st").orElse(""), code.orElse(""), rows.orElse(""))
                                .strip())
                .filter(words -> !words.isEmpty());
    }

    private static void add(StringBuilder line, Optional<String> words) {
        words.ifPresent(word -> line.append(word).append("  "));
    }

    private Optional<String> text(String key) {
        return first("\"" + key + "\":" + STRING).map(EventLine::unescaped);
    }

    /** Keys of the envelope come before the statement, whose text could imitate one. */
    private Optional<String> first(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(event.json());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** A text of a statement or person, without a control character. */
    static String shown(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    /** No control character of a statement reaches the terminal. */
    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(character(match.group(1))));
    }

    private static String character(String escape) {
        return switch (escape.charAt(0)) {
            case '"', '\\', '/' -> escape;
            default -> " ";
        };
    }
}
