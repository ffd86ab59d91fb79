package dev.sallyport.grammar;

import dev.sallyport.sql.Statement;
import dev.sallyport.sql.StatementReading;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Short words for the tests: read a text, expect it readable. For one thread. */
final class Reading {
    private static final StatementReader READER = new StatementReader();

    private Reading() {}

    static StatementReading of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return READER.read(bytes, 0, bytes.length);
    }

    static List<Statement> statements(String text) {
        return switch (of(text)) {
            case StatementReading.Readable(var statements) -> statements;
            case StatementReading.Unreadable(var position, var reason) ->
                    throw new AssertionError(reason + " at " + position + " in " + text);
            case StatementReading.TooMuch(var reason) ->
                    throw new AssertionError(reason + " in " + text);
        };
    }

    static Statement one(String text) {
        List<Statement> statements = statements(text);
        if (statements.size() != 1) {
            throw new AssertionError(statements.size() + " statements in " + text);
        }
        return statements.getFirst();
    }

    static String reason(String text) {
        return switch (of(text)) {
            case StatementReading.Readable(var statements) -> "readable: " + statements;
            case StatementReading.Unreadable(var position, var reason) -> position + " " + reason;
            case StatementReading.TooMuch(var reason) -> reason;
        };
    }
}
