package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.policy.LearnedQueries;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What roles and guardrails say of statements holds, whichever way a client sends them. */
class StatementRulesTest {
    private static final String GUARDRAILS = "guardrails:\n";
    private static final String ROLE = "    reason: Cares for the patients of their clinics.\n";
    private static final String HELD =
            "select zip, count(*) from nurse.patients group by zip having count(distinct id) >= 5";

    @TempDir static Path folder;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement()) {
            statement.execute(
                    "CREATE TABLE nurse.patients AS SELECT g AS id, 'MRN' || g AS mrn,"
                            + " (g % 10)::text AS zip FROM generate_series(1, 93) g");
            statement.execute("CREATE SCHEMA analyst");
            statement.execute("CREATE VIEW analyst.patients AS SELECT zip FROM nurse.patients");
            statement.execute("GRANT USAGE ON SCHEMA analyst TO nora");
            statement.execute("GRANT SELECT ON nurse.patients, analyst.patients TO nora");
        }
    }

    @AfterEach
    void asItWas() {
        gateway.apply(Hospital.snapshot());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** A connection under this policy: simple, or extended with statements prepared at once. */
    private static Connection nora(PolicySnapshot policy, String mode) throws SQLException {
        gateway.apply(policy);
        return gateway.nora("preferQueryMode", mode, "prepareThreshold", "1");
    }

    private static PolicySnapshot never(String what) throws Exception {
        return Hospital.changed(
                folder, GUARDRAILS, GUARDRAILS + "  - {name: mine, never: " + what + "}\n");
    }

    private static void runs(Connection nora, String... texts) throws SQLException {
        for (String text : texts) {
            try (Statement statement = nora.createStatement()) {
                statement.execute(text);
            }
        }
    }

    private static PSQLException refused(Connection nora, String text) {
        PSQLException refused = catchThrowableOfType(PSQLException.class, () -> runs(nora, text));
        assertThat((Throwable) refused).as(text).isNotNull();
        assertThat(refused.getSQLState()).as(text + refused).isEqualTo("42501");
        return refused;
    }

    private static ServerErrorMessage told(Connection nora, String text) {
        return Objects.requireNonNull(refused(nora, text).getServerErrorMessage());
    }

    private static void refused(Connection nora, String code, String... texts) throws SQLException {
        for (String text : texts) {
            assertThat(refused(nora, text).getMessage()).as(text).contains(code);
            runs(nora, "rollback");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended"})
    void runsNoClassOfStatementThatNoRoleNames(String mode) throws Exception {
        try (Connection nora =
                nora(Hospital.nurse(folder, "statements: [select, copy_in]"), mode)) {
            refused(
                    nora,
                    "SP2060",
                    "insert into notes values (-1)",
                    "with x as (delete from notes where id = 1 returning *) select * from x",
                    "explain select * from notes",
                    "copy notes to stdout",
                    "create temp table t (i int)",
                    "select * into temp t from notes",
                    "do 'begin end'",
                    "call nothing()",
                    "merge into notes n using notes m on n.id = m.id when matched then do nothing");
            runs(
                    nora,
                    "select * from notes where id = 1",
                    "begin; savepoint a; rollback",
                    "set work_mem = '5MB'",
                    "show work_mem",
                    "prepare p as select * from notes where id = $1",
                    "execute p(1)",
                    "deallocate p",
                    "discard plans");
            nora.getMetaData().getColumns(null, null, "notes", null).close();
        }
        try (Connection nora =
                nora(Hospital.nurse(folder, "statements: [insert, update, delete]"), mode)) {
            refused(
                    nora,
                    "SP2060",
                    "select * from notes",
                    "update notes set id = 1 where id in (select 1 from notes)");
            runs(
                    nora,
                    "select 1",
                    "insert into notes values (-1)",
                    "delete from notes where id = -1");
            nora.getMetaData().getColumns(null, null, "notes", null).close();
        }
    }

    @Test
    void saysWhichRoleAndWhomToAsk() throws Exception {
        try (Connection nora = nora(Hospital.nurse(folder, "statements: [select]"), "extended")) {
            var told = told(nora, "delete from notes where id = 1");
            assertThat(told.getMessage()).isEqualTo("SP2060 role `nurse` may not run `delete`");
            assertThat(told.getDetail()).isEqualTo("Rule 20-roles.yaml:7.");
            assertThat(told.getHint())
                    .isEqualTo("No role runs it; ask cno@hospital.example, who owns role `nurse`.");
        }
        assertThat(
                        Logged.soon(() ->
                                Logged.events(folder).stream()
                                        .anyMatch(event ->
                                                event.contains("delete from notes where id = ?")
                                                        && event.contains("SP2060"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended"})
    void changesNotEveryRowAtOnce(String mode) throws Exception {
        try (Connection nora =
                nora(never("{statements: [update_without_where, delete_without_where]}"), mode)) {
            refused(
                    nora,
                    "SP2047",
                    "delete from notes",
                    "/* all */ DELETE\nFROM \"notes\" WHERE true",
                    "delete from notes where 1 = 1",
                    "update notes set body = '' where id = id or 'a' = 'b'",
                    "with x as (delete from notes returning 1) select * from x",
                    "merge into notes using (select 1) s on true when matched then delete",
                    "prepare p as delete from notes",
                    "explain delete from notes",
                    "select 1; delete from notes; select 2");
            runs(
                    nora,
                    "delete from notes where id = -5",
                    "prepare p as delete from notes where id = $1",
                    "execute p(-5)");
        }
        assertThatThrownBy(() -> nora(never("{statements: [delete_everything]}"), mode))
                .hasMessageContaining("unknown class of statement `delete_everything`");
    }

    @Test
    void callsNoFunctionThatAGuardrailNames() throws Exception {
        try (Connection nora =
                nora(never("{functions: [pg_sleep, hosp.purge, dblink.*]}"), "simple")) {
            refused(
                    nora,
                    "SP2047",
                    "select pg_sleep(0)",
                    "select pg_catalog.\"pg_sleep\"(0)",
                    "select * from pg_sleep(0)",
                    "select 1 where exists (select pg_sleep(0))",
                    "call hosp.purge()",
                    "select purge()",
                    "select dblink.anything()",
                    "select anything_unknown()");
            runs(nora, "select lower('A')", "select 'pg_sleep(0)'");
        }
    }

    @Test
    void holdsAGuardrailForWhomAndWhenItSays() throws Exception {
        PolicySnapshot agents =
                Hospital.changed(
                        folder,
                        GUARDRAILS,
                        GUARDRAILS + "  - {name: a, never: {statements: [lock]}, for: agents}\n");
        try (Connection nora = nora(agents, "simple")) {
            runs(nora, "begin; lock table notes in share mode; commit");
        }
        String now =
                java.time.LocalTime.now(java.time.ZoneOffset.UTC).getHour() < 12
                        ? "00:00-12:00"
                        : "12:00-00:00";
        String other = now.startsWith("0") ? "12:00-00:00" : "00:00-12:00";
        try (Connection nora =
                nora(never("{statements: [lock], outside: \"" + now + "\"}"), "simple")) {
            runs(nora, "begin; lock table notes in share mode; commit");
        }
        try (Connection nora =
                nora(never("{statements: [lock], outside: \"" + other + "\"}"), "simple")) {
            refused(nora, "SP2047", "begin; lock table notes in share mode; commit");
        }
    }

    private static PolicySnapshot saved() throws Exception {
        return Hospital.nurse(
                folder,
                "only_queries:",
                "  - {name: a note, sql: 'SELECT body FROM notes WHERE id = $1'}",
                "  - {name: ten, sql: 'select id from notes limit 10'}",
                "  - {name: take out, sql: 'delete from nurse.notes where id in (1, 2)'}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended"})
    void runsSavedQueriesAlone(String mode) throws Exception {
        try (Connection nora = nora(saved(), mode)) {
            runs(
                    nora,
                    "select body from notes where id = 7",
                    "SELECT Body /* mine */ FROM\n\"notes\" WHERE id = '7'",
                    "delete from nurse.notes where id in (-1, -2, -3)",
                    "set work_mem = '5MB'; begin; commit",
                    "select id from notes limit 3",
                    "select id from notes fetch first 3 rows only",
                    "prepare p as select body from notes where id = $1",
                    "execute p(7)",
                    "explain select body from notes where id = 7",
                    "begin; declare c cursor for select body from notes where id = 7; fetch c; commit");
            copies(nora, "copy (select body from notes where id = 7) to stdout");
            refused(
                    nora,
                    "SP2061",
                    "select body from notes",
                    "select body from notes where id > 7",
                    "select body from notes where id = 7 or true",
                    "select body, id from notes where id = 7",
                    "select body from nurse.notes where id = 7",
                    "select 1",
                    "select id from notes limit all",
                    "select id from notes limit null",
                    "copy notes to stdout",
                    "delete from nurse.notes where id not in (1, 2)",
                    "select body from notes where id = 7; select 1",
                    "prepare q as select * from notes",
                    "explain select * from notes",
                    "begin; declare d cursor for select * from notes; commit",
                    "do 'begin end'",
                    "create temp table t as select body from notes where id = 7");
        }
    }

    @Test
    void runsASavedQueryWithParameters() throws Exception {
        try (Connection nora = nora(saved(), "extended");
                PreparedStatement bound =
                        nora.prepareStatement("select body from notes where id = ?")) {
            bound.setInt(1, 7);
            assertThat(bound.executeQuery().next()).isTrue();
        }
    }

    @Test
    void runsWhatWasLearnedAndNothingElse() throws Exception {
        List<String> observed =
                List.of(
                        "select id from notes where id in (1, 2) and body <> 'it''s'",
                        "select n.body from \"notes\" n where n.id = -1 and n.body like 'n%' limit 5",
                        "delete from notes where id = -4");
        int before = Logged.events(folder).size();
        try (Connection nora = nora(Hospital.snapshot(), "simple")) {
            runs(nora, observed.toArray(String[]::new));
            refused(nora, "SP2041", "select * from hosp.mental_health_notes");
        }
        Map<String, Long> ran = new HashMap<>();
        Logged.events(folder).stream()
                .skip(before)
                .filter(event -> event.contains("\"done\"") && event.contains("\"st\":\"ok\""))
                .forEach(event -> ran.merge(text(event), 1L, Long::sum));
        String[] learned = LearnedQueries.yaml(ran).split("\n", -1);

        try (Connection nora = nora(Hospital.nurse(folder, learned), "extended")) {
            runs(nora, observed.toArray(String[]::new));
            runs(nora, "select id from notes where id in (7) and body <> 'x'");
            refused(
                    nora,
                    "SP2061",
                    "select * from hosp.mental_health_notes",
                    "select id from notes where id in (1, 2)",
                    "delete from notes where id > -4");
        }
    }

    private static String text(String event) {
        Matcher text = Pattern.compile("\"text\":\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(event);
        return text.find() ? text.group(1).replaceAll("\\\\(.)", "$1") : "";
    }

    private static void copies(Connection nora, String copy) throws Exception {
        nora.unwrap(org.postgresql.PGConnection.class)
                .getCopyAPI()
                .copyOut(copy, new java.io.StringWriter());
    }

    @Test
    void asksAgainWhatWasPreparedBeforeAnotherPolicy() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.send(
                    RawClient.parse("s", "select body from notes where id < 3"), RawClient.sync());
            assertThat(nora.typesUntilReady()).isEqualTo("1Z");
            gateway.apply(saved());
            assertThat(
                            Logged.soon(() -> {
                                try {
                                    nora.send(
                                            RawClient.bind("", "s"),
                                            RawClient.execute(""),
                                            RawClient.sync());
                                    return RawClient.types(nora.untilReady()).equals("2EZ");
                                } catch (java.io.IOException failure) {
                                    throw new java.io.UncheckedIOException(failure);
                                }
                            }))
                    .isTrue();
            nora.send(RawClient.query("select body from notes where id = 3"));
            assertThat(nora.typesUntilReady()).isEqualTo("TDCZ");
            gateway.apply(Hospital.snapshot());
            assertThat(
                            Logged.soon(() -> {
                                try {
                                    nora.send(
                                            RawClient.bind("", "s"),
                                            RawClient.execute(""),
                                            RawClient.sync());
                                    return RawClient.types(nora.untilReady()).equals("2DDCZ");
                                } catch (java.io.IOException failure) {
                                    throw new java.io.UncheckedIOException(failure);
                                }
                            }))
                    .isTrue();
        }
    }

    private static PolicySnapshot groups() throws Exception {
        return Hospital.changed(
                folder,
                ROLE,
                ROLE + "    limits: {min_group: 5}\n",
                "[explain_analyze]",
                "[truncate]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended"})
    void showsGroupsOfPeopleAlone(String mode) throws Exception {
        try (Connection nora = nora(groups(), mode)) {
            runs(
                    nora,
                    HELD,
                    HELD.replace(">= 5", ">= 9"),
                    HELD.replace("nurse.", "").replace("distinct id", "distinct mrn"),
                    "explain " + HELD,
                    "explain (format json, analyze false) " + HELD,
                    "prepare held as " + HELD,
                    "execute held",
                    "explain execute held",
                    "explain analyze select count(*) from pg_class",
                    HELD.replace("group by", "where mrn like 'MRN%' group by"),
                    "begin; declare c cursor for " + HELD + "; fetch all from c; commit",
                    "create temp table t as " + HELD,
                    "select * from t",
                    "select body from notes",
                    "select count(*) from clinics_or_so_of_nobody where false or 1 = 1"
                            .replace("clinics_or_so_of_nobody", "pg_class"));
            copies(nora, "copy (" + HELD + ") to stdout");
            refused(
                    nora,
                    "SP2062",
                    "select * from patients",
                    "select count(*) from patients",
                    HELD.replace(">= 5", ">= 4"),
                    HELD.replace("distinct id", "distinct zip"),
                    HELD.replace("distinct id", "id"),
                    HELD + " or true",
                    HELD.replace("count(*)", "max(mrn)"),
                    HELD.replace("count(*)", "count(*) filter (where id = 1)"),
                    "select * from (" + HELD + ") x",
                    "copy patients to stdout",
                    "copy (select * from patients) to stdout",
                    "explain analyze select * from patients",
                    "explain analyze " + HELD,
                    "explain analyze execute held",
                    HELD.replace("group by", "where id = 42 and mrn like 'M\\' group by"),
                    HELD.replace(
                            "group by",
                            "where id = 42 and zip = '-1'::information_schema.cardinal_number"
                                    + " group by"),
                    "create temp table u as select * from patients",
                    "begin; declare c cursor for select * from patients; commit",
                    "prepare p as select * from patients",
                    "select b.mrn from patients a, patients b group by 1 having count(distinct a.id) >= 5",
                    "select query_to_xml('select * from patients', true, true, '')",
                    "do 'begin perform * from patients; end'",
                    "select * from pg_class where relname = (select mrn from patients limit 1)");
            assertThat(told(nora, "select count(*) from patients").getHint())
                    .startsWith("Add HAVING count(DISTINCT mrn) >= 5");
        }
    }

    @Test
    void showsMoreThroughARoleWithoutGroupsByItsName() throws Exception {
        gateway.apply(groups());
        String assigned =
                "  - {person: nora, role: nurse, until: 2027-06-30, reason: Nurse of clinic 1}\n";
        try (Connection nora =
                nora(
                        Hospital.changed(
                                folder,
                                ROLE,
                                ROLE + "    limits: {min_group: 5}\n",
                                assigned,
                                assigned
                                        + "  - {person: nora, role: analyst, until: 2027-06-30, reason: Half}\n"),
                        "simple")) {
            runs(nora, "select zip from analyst.patients", HELD);
            refused(
                    nora,
                    "SP2062",
                    "select zip from patients",
                    "select zip from nurse.patients",
                    "select a.zip from analyst.patients a, nurse.patients b");
        }
    }

    @Test
    void keepsTheOrderOfABatchAndTheStateOfATransaction() throws Exception {
        gateway.apply(never("{statements: [delete_without_where]}"));
        try (RawClient nora = gateway.rawNora()) {
            nora.send(
                    RawClient.query("begin"),
                    RawClient.parse("", "select 1"),
                    RawClient.bind("", ""),
                    RawClient.execute(""),
                    RawClient.parse("", "delete from notes"),
                    RawClient.bind("", ""),
                    RawClient.execute(""),
                    RawClient.sync(),
                    RawClient.query("select 1"),
                    RawClient.query("rollback"));
            assertThat(nora.typesUntilReady()).isEqualTo("CZ");
            assertThat(nora.typesUntilReady()).isEqualTo("12DCEZ");
            List<RawClient.Frame> aborted = nora.untilReady();
            assertThat(aborted.getFirst().field('C')).isEqualTo("25P02");
            assertThat(nora.typesUntilReady()).isEqualTo("CZ");
        }
    }
}
