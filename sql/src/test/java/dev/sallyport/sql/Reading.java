package dev.sallyport.sql;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Short words for the tests: cut a text, expect it readable. */
final class Reading {
    private Reading() {}

    static Cutting of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new StatementCutter().cut(bytes, 0, bytes.length);
    }

    static List<Cut> statements(String text) {
        return switch (of(text)) {
            case Cutting.Cuts(var cuts, _) -> cuts;
            case Cutting.Unreadable(var position, var reason) ->
                    throw new AssertionError(reason + " at " + position + " in " + text);
        };
    }

    static String normalised(String text) {
        return statements(text).stream().map(Cut::normalised).collect(Collectors.joining("; "));
    }

    static String reason(String text) {
        return switch (of(text)) {
            case Cutting.Cuts(var cuts, _) -> "readable: " + cuts;
            case Cutting.Unreadable(var position, var reason) -> position + " " + reason;
        };
    }
}
