package dev.sallyport.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.RealPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The server as oracle: it runs the query string and counts the calls of {@code tick()}; the reader
 * must see as many outside of literals and comments, or the two cut the text differently.
 */
final class PostgresAgreementTest {
    private static final int ROUNDS = 3_000;
    private static final Pattern TICK = Pattern.compile("(?<![\\w$.é])tick\\(\\)");
    private static final Pattern QUOTED_NAME = Pattern.compile("\"(?:[^\"]|\"\")*\"");

    private static final String ORACLE =
            """
            CREATE SEQUENCE ticks;
            CREATE FUNCTION tick() RETURNS bigint VOLATILE LANGUAGE sql AS $$SELECT nextval('ticks')$$;
            CREATE FUNCTION judge(query text) RETURNS text LANGUAGE plpgsql AS $$
            DECLARE start bigint := nextval('ticks');
            BEGIN
                EXECUTE query;
                RETURN 'ticks ' || nextval('ticks') - start - 1;
            EXCEPTION
                WHEN null_value_not_allowed THEN RETURN 'ticks 0';
                WHEN OTHERS THEN RETURN sqlstate || ' ' || sqlerrm;
            END $$
            """;

    private static Connection admin;

    @BeforeAll
    static void prepare() throws SQLException {
        admin = RealPostgres.shared().asAdmin(RealPostgres.shared().newDatabase());
        try (java.sql.Statement statement = admin.createStatement()) {
            statement.execute(ORACLE);
        }
    }

    @AfterAll
    static void close() throws SQLException {
        admin.close();
    }

    @Test
    void agreesOnEveryFormInEveryPlace() throws SQLException {
        List<String> texts = new ArrayList<>();
        for (String form : Table.lines("forms.txt").toList()) {
            String literal = form.replace('␤', '\n');
            texts.add("select tick(), " + literal);
            texts.add("select tick(), " + literal + "; select tick()");
            texts.add("select " + literal + ", tick();select tick() -- '");
            texts.add("select tick() /* ; " + literal + " */; select tick()");
            texts.add("select tick()," + literal + "\n, tick()");
            texts.add("select tick(), 'a'" + literal);
        }
        assertThat(texts).hasSizeGreaterThan(150);
        assertThat(agreed(texts)).isGreaterThan(150);
    }

    @Test
    void agreesOnRandomStatements() throws SQLException {
        RandomText text = new RandomText(new Random(14));
        List<String> texts = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            texts.add(text.statements());
        }
        assertThat(agreed(texts)).isGreaterThan(ROUNDS / 2);
    }

    @Test
    void agreesOnRandomNonsense() throws SQLException {
        RandomText text = new RandomText(new Random(18));
        List<String> texts = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            texts.add(text.nonsense());
        }
        assertThat(agreed(texts)).isGreaterThan(ROUNDS / 50);
    }

    /** How many of the texts the server ran; for all, the reader must not disagree. */
    private static int agreed(List<String> texts) throws SQLException {
        List<String> disagreements = new ArrayList<>();
        int ran = 0;
        for (String text : texts) {
            String verdict = judged(text);
            if (verdict.startsWith("ticks ")) {
                ran++;
            }
            if (disagrees(verdict, Reading.of(text))) {
                disagreements.add(text + "\n    server: " + verdict + "\n    " + Reading.of(text));
            }
        }
        assertThat(disagreements).isEmpty();
        return ran;
    }

    private static boolean disagrees(String verdict, Cutting reading) {
        return switch (reading) {
            case Cutting.Unreadable _ -> verdict.startsWith("ticks ");
            case Cutting.Cuts(var statements, _) ->
                    verdict.contains("unterminated")
                            || (verdict.startsWith("ticks ")
                                    && !verdict.equals("ticks " + ticks(statements)));
        };
    }

    private static long ticks(List<Cut> statements) {
        return statements.stream()
                .map(statement -> QUOTED_NAME.matcher(statement.normalised()).replaceAll("n"))
                .mapToLong(names -> TICK.matcher(names).results().count())
                .sum();
    }

    private static String judged(String text) throws SQLException {
        try (PreparedStatement call = admin.prepareStatement("SELECT judge(?)")) {
            call.setString(1, text);
            try (ResultSet row = call.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
