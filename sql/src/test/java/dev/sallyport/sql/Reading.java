package dev.sallyport.sql;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Short words for the tests: read a text, expect it readable. */
final class Reading {
    private Reading() {}

    static StatementReading of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new StatementReader().read(bytes, 0, bytes.length);
    }

    static List<Statement> statements(String text) {
        return switch (of(text)) {
            case StatementReading.Readable(var statements) -> statements;
            case StatementReading.Unreadable(var position, var reason) ->
                    throw new AssertionError(reason + " at " + position + " in " + text);
        };
    }

    static Statement one(String text) {
        List<Statement> statements = statements(text);
        if (statements.size() != 1) {
            throw new AssertionError(statements.size() + " statements in " + text);
        }
        return statements.getFirst();
    }

    static String normalised(String text) {
        return statements(text).stream()
                .map(Statement::normalised)
                .collect(Collectors.joining("; "));
    }

    static String reason(String text) {
        return switch (of(text)) {
            case StatementReading.Readable(var statements) -> "readable: " + statements;
            case StatementReading.Unreadable(var position, var reason) -> position + " " + reason;
        };
    }
}
