package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1190;

import dev.sallyport.grammar.StatementReader;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.StatementReading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the SQL of a saved query by the database's own grammar; loaded where there is any. */
final class SavedQueryReader {
    private final Problems problems;
    private @Nullable StatementReader reader;

    SavedQueryReader(Problems problems) {
        this.problems = problems;
    }

    /** What the query is known by; empty where it is none, and then there is a problem. */
    String read(String sql, Fields query) {
        if (sql.isBlank()) {
            return "";
        }
        return switch (reading(sql)) {
            case StatementReading.Readable(List<Statement> statements) -> {
                Optional<String> fingerprint =
                        statements.size() == 1
                                ? statements.getFirst().conduct().fingerprint()
                                : Optional.empty();
                if (fingerprint.isEmpty()) {
                    tell(
                            query,
                            "is not one query or change",
                            "write one SELECT, INSERT, UPDATE, DELETE, MERGE, CALL or COPY");
                }
                yield fingerprint.orElse("");
            }
            case StatementReading.Unreadable(int position, String reason) -> {
                tell(
                        query,
                        "cannot be read at byte " + (position + 1) + ": " + reason,
                        "write it as PostgreSQL takes it, values as `$1` or as any literal");
                yield "";
            }
            case StatementReading.TooMuch(String reason) -> {
                tell(query, "is too much to read: " + reason, "write a shorter one");
                yield "";
            }
        };
    }

    private StatementReading reading(String sql) {
        StatementReader ready = reader == null ? new StatementReader() : reader;
        reader = ready;
        byte[] utf8 = sql.getBytes(StandardCharsets.UTF_8);
        return ready.read(utf8, 0, utf8.length);
    }

    private void tell(Fields query, String what, String instead) {
        query.value("sql")
                .ifPresent(value ->
                        problems.add(value.place(), SP1190, "the saved query " + what, instead));
    }
}
