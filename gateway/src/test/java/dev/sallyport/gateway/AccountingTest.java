package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data with {@code accounting: record} is shown only where the record says whose it is. */
class AccountingTest {
    static final String NAMES = "phi.identity: {label: Name and record number, risk: medium";

    @TempDir static Path folder;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
        int oid;
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE TABLE nurse.patients (id bigint, last_name text)");
            statement.execute("INSERT INTO nurse.patients VALUES (1, 'Adams'), (2, 'Brown')");
            statement.execute("ALTER TABLE nurse.patients OWNER TO nora");
            try (ResultSet row = statement.executeQuery("SELECT 'nurse.patients'::regclass::oid")) {
                row.next();
                oid = row.getInt(1);
            }
        }
        PolicySnapshot snapshot = Hospital.changed(folder, NAMES, NAMES + ", accounting: record");
        ShownColumns.Standing patients =
                new ShownColumns.Standing(
                        oid, "nurse", "patients", Map.of(1, "id", 2, "last_name"));
        gateway.apply(
                snapshot.with(
                        ShownColumns.of(
                                snapshot.policy(),
                                Map.of("ehr", List.of(patients)),
                                new byte[] {7})));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** What we ask before it fails, so that it does not come to what the client asked. */
    @Test
    void recordsAnAttemptInATransactionThatHasFailed() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("BEGIN");
            nora.send(
                    RawClient.parse("", "SELECT id FROM patients"),
                    RawClient.bind("p", ""),
                    RawClient.sync());
            nora.untilReady();
            nora.ask("SELECT 1 / 0");
            int before = Logged.events(folder).size();
            nora.send(RawClient.execute("p"), RawClient.sync());
            assertThat(nora.typesUntilReady()).isEqualTo("EZ");
            assertThat(Logged.statements(folder, before))
                    .containsExactly("statement done select id from patients error 0 25P02");
        }
    }

    /** Whether a division fails says whether there is such a row. */
    @Test
    void saysOfAFailureWhatItWasAbout() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            int before = Logged.events(folder).size();
            nora.ask("SELECT count(1 / (id - 1)) FROM patients");
            nora.ask("SELECT count(nosuch) FROM patients");
            assertThat(Logged.events(folder).subList(before, Logged.events(folder).size()))
                    .filteredOn(event -> event.contains("\"phase\":\"subjects\""))
                    .singleElement()
                    .asString()
                    .contains("\"basis\":\"aggregate\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT DISTINCT last_name FROM patients",
                "SELECT max(last_name) FROM patients",
                "SELECT count(*) FROM patients WHERE last_name LIKE 'A%'",
                "SELECT last_name FROM patients UNION SELECT 'x'",
                "SELECT id, last_name FROM patients GROUP BY 1, 2",
                "SELECT last_name FROM (SELECT * FROM nurse.patients) x",
                "WITH x AS (SELECT * FROM patients) SELECT last_name FROM x",
                "SELECT p FROM patients p UNION ALL SELECT p FROM patients p",
                "SELECT a.last_name FROM patients a JOIN (SELECT * FROM patients) b ON true",
                "SELECT initcap_by_hand(last_name) FROM patients",
                "SELECT 1; SELECT id, last_name FROM patients",
                "COPY (SELECT last_name FROM patients) TO STDOUT (DELIMITER '|')",
                "DECLARE c CURSOR WITH HOLD FOR SELECT max(last_name) FROM patients",
                "PREPARE x AS SELECT count(*) FROM patients WHERE last_name = $1",
                "CREATE TEMP TABLE x AS SELECT last_name FROM patients",
                "INSERT INTO notes SELECT 1, last_name FROM patients",
                "SELECT last_name FROM patients AS p (a, last_name)",
                "SELECT id FROM patients AS p (a, id)",
                "SELECT j.id FROM (patients p CROSS JOIN (SELECT 1) x) AS j (a, id)",
                "SELECT j FROM (patients p CROSS JOIN (SELECT 1) x) AS j",
                "SELECT j.row_to_json FROM (patients p CROSS JOIN (SELECT 1) x) AS j",
                "SELECT DISTINCT p.row_to_json::text FROM patients p",
                "SELECT count(*) FROM patients NATURAL JOIN (VALUES ('Adams')) v (last_name)",
                "SELECT count(*) FROM patients JOIN (VALUES ('Adams')) v (last_name) USING (last_name)",
                "WITH x AS (UPDATE patients SET id = id WHERE id = 1 RETURNING new) SELECT * FROM x",
                "UPDATE patients SET id = 30 WHERE id = 3 RETURNING id, last_name",
                "MERGE INTO patients p USING patients q ON p.id = q.id WHEN MATCHED THEN"
                        + " UPDATE SET last_name = q.last_name",
                "WITH x AS (SELECT 1) MERGE INTO patients p USING x ON p.last_name = 'Adams'"
                        + " WHEN MATCHED THEN DO NOTHING"
            })
    void refusesWhatWouldNotSayWhoseItIs(String sql) throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            RawClient.Frame error = nora.ask(sql).getFirst();

            assertThat(error.type()).isEqualTo('E');
            assertThat(error.field('C')).isEqualTo("42501");
            assertThat(error.field('M'))
                    .matches(
                            "SP2080 this shows `phi.identity` of `(nurse\\.)?patients` without saying"
                                    + " whose it is");
            assertThat(error.field('D')).matches("Rule 10-catalog.yaml:\\d+\\.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT last_name FROM patients",
                "SELECT upper(last_name) FROM patients WHERE last_name LIKE 'A%'",
                "SELECT a.last_name, b.last_name FROM patients a, nurse.patients b",
                "TABLE patients",
                "SELECT count(*), max(id) FROM patients",
                "SELECT id FROM patients UNION SELECT 3",
                "COPY (SELECT last_name FROM patients) TO STDOUT",
                "DECLARE c CURSOR WITH HOLD FOR SELECT last_name FROM patients",
                "EXPLAIN SELECT max(last_name) FROM patients",
                "INSERT INTO patients (id, last_name) VALUES (3, 'Clark')",
                "INSERT INTO patients VALUES (4, 'Clark')",
                "DELETE FROM patients WHERE id = 4",
                "UPDATE patients SET last_name = 'Clarke' WHERE id = 3",
                "UPDATE patients SET last_name = last_name WHERE id > 0",
                "UPDATE patients SET id = 3, last_name = 'Clark' WHERE id = 3",
                "DELETE FROM patients WHERE last_name = 'Clarke' RETURNING last_name",
                "MERGE INTO patients p USING (VALUES (3)) v (i) ON p.id = v.i"
                        + " WHEN MATCHED THEN UPDATE SET last_name = 'Clark'"
            })
    void letsRunWhatSaysIt(String sql) throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            assertThat(RawClient.types(nora.ask(sql))).doesNotContain("E").endsWith("CZ");
        }
    }

    /** The column that both tables share is of neither alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM patients FULL JOIN (VALUES (1)) v (id) USING (id) LIMIT 1",
                "SELECT * FROM patients NATURAL FULL JOIN (VALUES (1)) v (id) LIMIT 1",
                "SELECT * FROM (VALUES (1)) v (id) LEFT JOIN patients USING (id)"
            })
    void namesWhoeverAColumnOfTwoTablesIsAbout(String sql) throws Exception {
        int before = Logged.events(folder).size();
        try (RawClient nora = gateway.rawNora()) {
            assertThat(RawClient.types(nora.ask(sql))).isEqualTo("TDCZ");
        }
        assertThat(
                        Logged.soon(() ->
                                Logged.events(folder).stream()
                                        .skip(before)
                                        .anyMatch(event -> event.contains("\"returned\""))))
                .isTrue();
        assertThat(Logged.events(folder).stream().skip(before))
                .noneMatch(event -> event.contains("\"unnamed\""));
    }

    @Test
    void refusesWhatIsTooLongForAKeyToBeAddedToIt() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            String names = "SELECT last_name FROM patients";
            assertThat(nora.ask(names + " -- " + "x".repeat(1 << 20)).getFirst().field('M'))
                    .startsWith("SP2080");
        }
    }

    @Test
    void refusesWhereNamesMayMeanSomethingElse() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("SET search_path = nurse, public");
            assertThat(nora.ask("SELECT last_name FROM patients").getFirst().field('M'))
                    .startsWith("SP2080");
            assertThat(RawClient.types(nora.ask("SELECT last_name FROM nurse.patients")))
                    .startsWith("TD");
        }
    }
}
