package dev.sallyport.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Effect;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.StatementReading;
import dev.sallyport.testkit.RealPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The server as oracle: in a read-only transaction it refuses what writes (SQLSTATE 25006), and the
 * reader must say the same of every statement of the corpus, which covers every command.
 */
final class ServerOracleTest {
    private static final List<String> FILES =
            List.of(
                    "queries.txt",
                    "changes.txt",
                    "control.txt",
                    "definitions1.txt",
                    "definitions2.txt");

    private static final String FIXTURE =
            """
            CREATE TABLE t (a int PRIMARY KEY, b text, c numeric, d date, e int[], j jsonb);
            CREATE TABLE u (a int, b text, x int);
            CREATE TABLE w (a int);
            INSERT INTO t VALUES (1, 'x', 1, '2026-01-01', '{1}', '{"a": 1}');
            INSERT INTO u VALUES (1, 'x', 1);
            CREATE VIEW v AS SELECT * FROM t;
            CREATE MATERIALIZED VIEW m AS SELECT * FROM t;
            CREATE SEQUENCE s;
            CREATE FUNCTION f_reads() RETURNS int LANGUAGE sql AS 'SELECT 1';
            CREATE FUNCTION f_rows() RETURNS SETOF int LANGUAGE sql AS 'SELECT 1';
            CREATE FUNCTION f_writes() RETURNS bigint LANGUAGE sql AS $$SELECT nextval('s')$$;
            CREATE PROCEDURE p_writes(n int DEFAULT 1) LANGUAGE sql AS 'DELETE FROM t';
            CREATE PROCEDURE p_reads(n int DEFAULT 1) LANGUAGE plpgsql AS 'BEGIN PERFORM n; END';
            CREATE FUNCTION plus3(int, int) RETURNS int LANGUAGE sql AS 'SELECT 3';
            CREATE OPERATOR @@@ (leftarg = int, rightarg = int, function = plus3);
            CREATE AGGREGATE my_max(int) (sfunc = int4larger, stype = int);
            """;

    private static final Pattern LINE =
            Pattern.compile("(?:(READ|WRITE|DEFINE|CONTROL)([?!])?: |([?!]) )?(.*)");

    private static Connection server;

    /** What the corpus says of a statement. */
    private record Entry(String query, Effect effect, char mark) {}

    @BeforeAll
    static void prepare() throws SQLException {
        server = RealPostgres.shared().asAdmin(RealPostgres.shared().newDatabase());
        run(FIXTURE);
    }

    @AfterAll
    static void close() throws SQLException {
        server.close();
    }

    @Test
    void theReaderSaysOfEveryStatementWhatTheCorpusDoes() {
        List<Entry> corpus = corpus();
        List<String> wrong = new ArrayList<>();
        for (Entry entry : corpus) {
            String read =
                    switch (Reading.of(entry.query())) {
                        case StatementReading.Readable(List<Statement> statements) ->
                                statements.size() + " " + statements.getFirst().effect();
                        case StatementReading.Unreadable unreadable -> unreadable.toString();
                        case StatementReading.TooMuch much -> much.toString();
                    };
            if (!read.equals("1 " + entry.effect())) {
                wrong.add(entry.query() + "\n    " + entry.effect() + ", read: " + read);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(corpus).hasSizeGreaterThan(1_000);
    }

    @Test
    void theServerSaysOfEveryStatementWhatTheCorpusDoes() throws SQLException {
        List<String> wrong = new ArrayList<>();
        int judged = 0;
        for (Entry entry : corpus()) {
            String verdict = verdict(entry.query());
            judged += verdict.startsWith("silent") ? 0 : 1;
            if (!agrees(entry, verdict)) {
                wrong.add(entry.query() + "\n    " + entry + ", server: " + verdict);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(judged).isGreaterThan(950);
    }

    private static boolean agrees(Entry entry, String verdict) {
        return switch (entry.mark()) {
            case '?' -> verdict.equals("reads");
            case '!' -> verdict.startsWith("silent");
            default ->
                    switch (entry.effect()) {
                        case READ, CONTROL -> verdict.equals("reads");
                        case WRITE -> verdict.equals("writes");
                        case DEFINE -> verdict.equals("defines");
                    };
        };
    }

    private static String verdict(String query) throws SQLException {
        run("BEGIN; SET TRANSACTION READ ONLY");
        try {
            run(query);
            return "reads";
        } catch (SQLException refused) {
            return meaning(refused);
        } finally {
            run(
                    "ROLLBACK; SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE; RESET ALL;"
                            + " UNLISTEN *; DEALLOCATE ALL; CLOSE ALL");
        }
    }

    private static String meaning(SQLException refused) {
        String message = String.valueOf(refused.getMessage());
        // The driver has done it, and says that it has another interface for it.
        if (message.contains("CopyManager")) {
            return "reads";
        }
        if (!"25006".equals(refused.getSQLState())) {
            return "silent " + refused.getSQLState() + " " + message.lines().findFirst().orElse("");
        }
        boolean rows =
                message.matches(
                        "(?s)ERROR: cannot execute (SELECT|INSERT|UPDATE|DELETE|MERGE|COPY FROM|TRUNCATE"
                                + " TABLE|SELECT FOR .*|nextval\\(\\)|setval\\(\\)|lo_.*\\(\\)"
                                + "|pg_logical_emit_message\\(\\)) in a read-only.*");
        return rows ? "writes" : "defines";
    }

    private static void run(String text) throws SQLException {
        try (java.sql.Statement statement = server.createStatement()) {
            // Braces and question marks are the server's.
            statement.setEscapeProcessing(false);
            statement.execute(text);
        }
    }

    private static List<Entry> corpus() {
        List<Entry> entries = new ArrayList<>();
        for (String file : FILES) {
            Effect effect = Effect.READ;
            for (String line : Table.lines("corpus/" + file).toList()) {
                if (line.startsWith("== ")) {
                    effect = Effect.valueOf(line.substring(line.lastIndexOf(' ') + 1));
                } else {
                    entries.add(entry(line, effect));
                }
            }
        }
        return entries;
    }

    private static Entry entry(String line, Effect effect) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalStateException(line.toLowerCase(Locale.ROOT));
        }
        String mark = parts.group(2) != null ? parts.group(2) : parts.group(3);
        return new Entry(
                parts.group(4).replace('␤', '\n'),
                parts.group(1) == null ? effect : Effect.valueOf(parts.group(1)),
                mark == null ? ' ' : mark.charAt(0));
    }
}
