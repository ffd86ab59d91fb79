package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    @TempDir static Path folder;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement()) {
            statement.execute(
                    """
                    CREATE FUNCTION nurse.tells(level text) RETURNS void LANGUAGE plpgsql AS $$
                    BEGIN
                        IF level = 'notice' THEN
                            RAISE NOTICE 'said' USING DETAIL = 'secret-d', HINT = 'secret-h';
                        ELSE
                            RAISE EXCEPTION 'said'
                                USING ERRCODE = level, DETAIL = 'secret-d', HINT = 'secret-h';
                        END IF;
                    END $$\
                    """);
            statement.execute("GRANT EXECUTE ON FUNCTION nurse.tells(text) TO nora");
        }
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void namesTheConstraintAndNotTheValueOfADuplicate() throws Exception {
        RawClient.Frame error = error("INSERT INTO nurse.notes VALUES (7, 'again')");
        assertThat(error.field('C')).isEqualTo("23505");
        assertThat(error.field('M')).contains("notes_pkey");
        assertThat(error.field('n')).isEqualTo("notes_pkey");
        assertThat(error.text()).doesNotContain("Key (id)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT body::int FROM nurse.notes",
                "SELECT body::date FROM nurse.notes",
                "SELECT body::json FROM nurse.notes",
                "SELECT repeat('9', 30)::numeric(3) + id FROM nurse.notes",
                "SELECT body::int4range FROM nurse.notes",
                "SELECT ('\"' || body || '\"\"')::int FROM nurse.notes"
            })
    void quotesNoValueThatCouldNotBeConverted(String sql) throws Exception {
        RawClient.Frame error = error(sql);
        assertThat(error.field('C')).startsWith("22");
        assertThat(error.text()).doesNotContain("note 1").doesNotContain("9999");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "current_setting(body)",
                "current_setting('a\" ' || body || ' \"b') AS a, 1 AS b",
                "to_tsquery(body)",
                "body::regclass",
                "quote_ident(body)::regclass",
                "quote_ident(body)::regtype",
                "quote_ident(body)::regproc",
                "quote_ident(body)::regrole",
                "quote_ident(body)::regconfig",
                "quote_ident(body)::regnamespace",
                "replace(body, ' ', '')::regoper",
                "replace(body, ' ', '.')::regoper",
                "('a.b.c.d.' || replace(body, ' ', ''))::regclass",
                "has_table_privilege(body, 'SELECT')",
                "cursor_to_xml(body::refcursor, 1, true, true, '')",
                "jsonb_path_query('1', body::jsonpath)",
                "chr(1200000 + id)",
                "get_bit('x'::bytea, 1200000 + id)",
                "make_date(1200000 + id, 99, 1)",
                "make_interval(months => 1200000 + id) / 0",
                "percentile_cont(1200000 + id) WITHIN GROUP (ORDER BY id)",
                "lo_get((1200000 + id)::oid)",
                "to_regtype(quote_ident(body || repeat('x', 64)))",
                "body COLLATE \"C\" SIMILAR TO body ESCAPE body"
            })
    void quotesNoValueThatAFunctionWasGiven(String what) throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            String group = what.contains("WITHIN") ? " GROUP BY id" : "";
            assertThat(nora.ask("SELECT " + what + " FROM nurse.notes WHERE id = 1" + group))
                    .filteredOn(frame -> frame.type() == 'E' || frame.type() == 'N')
                    .isNotEmpty()
                    .noneMatch(frame -> frame.text().matches("(?s).*(note.?1|1200001).*"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXECUTE unheard_of",
                "FETCH unheard_of",
                "SET unheard_of = 1",
                "SHOW unheard_of",
                "LOCK TABLE unheard_of",
                "COPY unheard_of TO STDOUT",
                "ROLLBACK TO unheard_of",
                "SELECT unheard_of FROM notes"
            })
    void keepsNamesOfTheStatement(String sql) throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("BEGIN");
            assertThat(nora.ask(sql).getFirst().field('M')).contains("unheard_of");
        }
    }

    @Test
    void keepsNamesOfAConstraint() throws Exception {
        assertThat(error("INSERT INTO nurse.notes VALUES (NULL, 'x')").field('M'))
                .isEqualTo(
                        "null value in column \"id\" of relation \"notes\" violates not-null"
                                + " constraint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P0001", "23514", "XX000", "22023", "42601"})
    void tellsOnlyTheMessageOfAFunctionsError(String sqlState) throws Exception {
        RawClient.Frame error = error("SELECT nurse.tells('" + sqlState + "')");
        assertThat(error.field('C')).isEqualTo(sqlState);
        assertThat(error.field('M')).isEqualTo("said");
        assertThat(error.text()).doesNotContain("secret").doesNotContain("PL/pgSQL");
    }

    @Test
    void tellsOnlyTheMessageOfAFunctionsNotice() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            List<RawClient.Frame> frames = nora.ask("SELECT nurse.tells('notice')");
            assertThat(RawClient.types(frames)).contains("N").endsWith("Z");
            assertThat(frames)
                    .filteredOn(frame -> frame.type() == 'N')
                    .singleElement()
                    .satisfies(notice -> {
                        assertThat(notice.field('M')).isEqualTo("said");
                        assertThat(notice.text()).doesNotContain("PL/pgSQL");
                    });
        }
    }

    @Test
    void keepsTheHintsThatAreAboutTheStatement() throws Exception {
        RawClient.Frame error = error("SELECT nosuch(1)");
        assertThat(error.field('C')).isEqualTo("42883");
        assertThat(error.field('H')).isNotEmpty();
        assertThat(error.field('P')).isEqualTo("8");
    }

    private static RawClient.Frame error(String sql) throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            return nora.ask(sql).stream()
                    .filter(frame -> frame.type() == 'E')
                    .findFirst()
                    .orElseThrow();
        }
    }
}
