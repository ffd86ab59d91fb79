package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Pseudonym;
import dev.sallyport.audit.Subjects;
import dev.sallyport.audit.Subjects.Basis;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

/** The record names whose rows a person was shown, however they were asked for. */
final class SubjectsTest {
    private final Hospital hospital = Hospital.open();

    @Test
    void namesThemInTheSimpleProtocol() throws SQLException {
        try (Connection nora =
                hospital.connect(Door.GATEWAY, "nora", "preferQueryMode", "simple")) {
            long before = hospital.recorded();
            assertThat(named(before)).isEmpty();
            Set<String> ids = ids(nora, "SELECT id, last_name FROM patients WHERE id % 7 = 1");

            assertThat(named(before)).isEqualTo(pseudonyms(ids)).isNotEmpty();
            assertThat(hospital.told(before)).allMatch(one -> one.basis() == Basis.RETURNED);
        }
    }

    @Test
    void namesThemInTextAndBinaryEachTimeAPreparedStatementRuns() throws SQLException {
        try (Connection omar =
                        hospital.connect(
                                Door.GATEWAY,
                                "omar",
                                "prepareThreshold",
                                "2",
                                "binaryTransferEnable",
                                "int8,int4");
                PreparedStatement statement =
                        omar.prepareStatement(
                                "SELECT id, last_name FROM patients WHERE id % 5 = ?")) {
            for (int i = 0; i < 10; i++) {
                long before = hospital.recorded();
                statement.setInt(1, i % 5);
                Set<String> ids = new HashSet<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        ids.add(Long.toString(rows.getLong(1)));
                    }
                }

                assertThat(named(before)).isEqualTo(pseudonyms(ids));
                assertThat(hospital.told(before)).allMatch(one -> one.basis() == Basis.RETURNED);
            }
        }
    }

    @Test
    void namesThemAsACursorBringsThem() throws SQLException {
        try (Connection omar = hospital.connect(Door.GATEWAY, "omar");
                Statement statement = omar.createStatement()) {
            omar.setAutoCommit(false);
            statement.setFetchSize(3);
            long before = hospital.recorded();
            Set<String> ids = new HashSet<>();
            try (ResultSet rows = statement.executeQuery("SELECT id FROM patients")) {
                for (int i = 0; i < 3; i++) {
                    assertThat(rows.next()).isTrue();
                    ids.add(rows.getString(1));
                }
                assertThat(named(before)).isEqualTo(pseudonyms(ids));
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
            assertThat(named(before)).isEqualTo(pseudonyms(ids));

            statement.execute("DECLARE c CURSOR FOR SELECT id FROM patients ORDER BY id");
            before = hospital.recorded();
            assertThat(named(before)).isEmpty();
            assertThat(pseudonyms(ids(omar, "FETCH 4 FROM c"))).hasSize(4).isEqualTo(named(before));
        }
    }

    @Test
    void namesThemByTheColumnThatPointsAtThem() throws SQLException {
        try (Connection omar = hospital.connect(Door.GATEWAY, "omar")) {
            long before = hospital.recorded();
            Set<String> ids = ids(omar, "SELECT patient_id, kind FROM encounters LIMIT 20");

            assertThat(named(before)).isEqualTo(pseudonyms(ids)).isNotEmpty();
            assertThat(hospital.told(before))
                    .singleElement()
                    .satisfies(one ->
                            assertThat(one.saw()).containsExactly("ops.key", "phi.clinical"));
        }
    }

    @Test
    void saysWhatWasMasked() throws SQLException {
        try (Connection nora = hospital.connect(Door.GATEWAY, "nora")) {
            long before = hospital.recorded();
            ids(nora, "SELECT id, ssn, last_name FROM patients LIMIT 1");

            assertThat(hospital.told(before))
                    .singleElement()
                    .satisfies(one ->
                            assertThat(one.saw())
                                    .containsExactly("ops.key", "phi.identity", "phi.ssn:last4"));
        }
    }

    @Test
    void saysThatRowsWithoutAKeyWereSomebodys() throws SQLException {
        try (Connection nora = hospital.connect(Door.GATEWAY, "nora")) {
            long before = hospital.recorded();
            ids(nora, "SELECT DISTINCT last_name FROM patients LIMIT 3");
            ids(nora, "SELECT last_name FROM (SELECT last_name FROM patients) x LIMIT 3");

            assertThat(hospital.told(before))
                    .hasSize(2)
                    .allSatisfy(one -> {
                        assertThat(one.basis()).isEqualTo(Basis.UNNAMED);
                        assertThat(one.count()).isZero();
                    });
        }
    }

    @Test
    void saysThatSomebodysRowsWereCountedOrChanged() throws SQLException {
        try (Connection omar = hospital.connect(Door.GATEWAY, "omar")) {
            for (String sql :
                    List.of(
                            "SELECT count(*) FROM patients p WHERE last_name LIKE 'A%'",
                            "SELECT avg(id), 1 FROM (SELECT id FROM patients) x",
                            "SELECT 1 WHERE EXISTS (SELECT FROM nosuch) OR true",
                            "UPDATE encounters SET notes = notes WHERE id < 0")) {
                long before = hospital.recorded();
                try (Statement statement = omar.createStatement()) {
                    statement.execute(sql);
                    assertThat(hospital.told(before))
                            .as(sql)
                            .singleElement()
                            .satisfies(one -> {
                                assertThat(one.basis()).isEqualTo(Basis.AGGREGATE);
                                assertThat(one.tables()).hasSize(1);
                            });
                } catch (SQLException refused) {
                    assertThat(hospital.told(before)).as(sql).isEmpty();
                }
            }
        }
    }

    /** Each shows somebody whom the keys in it, if it has any, do not name. */
    private static final List<String> OF_OTHERS =
            List.of(
                    "SELECT mrn FROM patients UNION SELECT ''",
                    "SELECT max(mrn) FROM patients",
                    "SELECT max(at) FROM encounters GROUP BY patient_id",
                    "VALUES ((SELECT mrn FROM patients WHERE id = 1))",
                    "SELECT row_to_json(p), rank() OVER (ORDER BY id) FROM patients p",
                    "SELECT x FROM (SELECT DISTINCT last_name FROM patients) x",
                    "SELECT x.m FROM (SELECT max(mrn) AS m FROM patients) x",
                    "SELECT p.row_to_json FROM (SELECT DISTINCT mrn, id FROM patients) p",
                    "SELECT id, lead(mrn) OVER (ORDER BY id) FROM patients LIMIT 1",
                    "SELECT x.id, x.m FROM (SELECT id, lead(mrn) OVER (ORDER BY id) AS m FROM patients LIMIT 1) x",
                    "SELECT id, max(mrn) FROM patients GROUP BY GROUPING SETS ((id), ())",
                    "SELECT e.patient_id, max(p.mrn) FROM encounters e, patients p WHERE e.patient_id = 1 GROUP BY 1",
                    "SELECT e.patient_id, (SELECT mrn FROM patients WHERE id = 13) FROM encounters e WHERE e.patient_id = 1",
                    "SELECT e.kind, (SELECT mrn FROM patients WHERE id = 13) FROM encounters e WHERE e.patient_id = 1",
                    "SELECT x.last_name, e.kind FROM encounters e, (SELECT * FROM patients) x WHERE e.patient_id = 1",
                    "WITH p AS (SELECT id, mrn FROM patients) SELECT a.id, b.mrn FROM p a, p b WHERE a.id = 1");

    @ParameterizedTest
    @EnumSource
    void saysThatOthersWereShownThanItsKeysName(Way way) throws SQLException {
        try (Connection nora = way.connect(hospital, Door.GATEWAY, "nora")) {
            for (String sql : OF_OTHERS) {
                long before = hospital.recorded();
                assertThat(way.ask(nora, sql)).as(sql).isInstanceOf(Way.Seen.Rows.class);

                assertThat(hospital.told(before))
                        .as(sql)
                        .extracting(Subjects::basis)
                        .contains(Basis.UNNAMED);
            }
        }
    }

    @Test
    void namesThemAllWhereWhatIsComputedIsTheirOwn() throws SQLException {
        try (Connection nora = hospital.connect(Door.GATEWAY, "nora")) {
            for (String sql :
                    List.of(
                            "SELECT patient_id, max(at), count(*) FROM encounters GROUP BY 1",
                            "SELECT DISTINCT patient_id, upper(kind) FROM encounters WHERE patient_id IN (SELECT id FROM patients)",
                            "SELECT id, x.a || 'x' FROM (SELECT id, first_name || last_name AS a FROM patients) x",
                            "WITH p AS (SELECT id, mrn FROM patients) SELECT id, upper(mrn) FROM p")) {
                long before = hospital.recorded();
                Set<String> ids = ids(nora, sql);

                assertThat(named(before)).as(sql).isEqualTo(pseudonyms(ids));
                assertThat(hospital.told(before))
                        .as(sql)
                        .allMatch(one -> one.basis() == Basis.RETURNED);
            }
        }
    }

    @Test
    void saysThatATableThatIsThereTwiceIsNotNamedAltogether() throws SQLException {
        try (Connection omar = hospital.connect(Door.GATEWAY, "omar")) {
            long before = hospital.recorded();
            ids(
                    omar,
                    "SELECT a.id, b.last_name FROM patients a JOIN (SELECT * FROM patients) b ON a.id <> b.id LIMIT 5");

            assertThat(hospital.told(before))
                    .singleElement()
                    .satisfies(one -> assertThat(one.basis()).isEqualTo(Basis.UNNAMED));
        }
    }

    @Test
    void saysThatACopyWasSomebodys() throws Exception {
        try (Connection nora = hospital.connect(Door.GATEWAY, "nora")) {
            long before = hospital.recorded();
            nora.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut(
                            "COPY (SELECT DISTINCT id FROM patients) TO STDOUT",
                            new StringWriter());

            assertThat(hospital.told(before))
                    .isNotEmpty()
                    .allMatch(one -> one.basis() == Basis.UNNAMED);
        }
    }

    @Test
    void namesNobodyWhereNobodysRowsAreShown() throws SQLException {
        try (Connection nora = hospital.connect(Door.GATEWAY, "nora")) {
            long before = hospital.recorded();
            ids(nora, "SELECT id, name FROM clinics");
            ids(nora, "SELECT oid, relname FROM pg_catalog.pg_class");
            ids(nora, "SELECT 1");

            assertThat(hospital.told(before)).isEmpty();
        }
    }

    @Test
    void standsOnRecordBeforeTheEndOfItsStatement() throws SQLException {
        try (Connection nora = hospital.connect(Door.GATEWAY, "nora")) {
            long before = hospital.recorded();
            ids(nora, "SELECT id FROM patients LIMIT 1");

            assertThat(hospital.since(before))
                    .extracting(event -> event.json().replaceAll(".*\"phase\":\"(\\w+)\".*", "$1"))
                    .containsExactly("subjects", "done");
        }
    }

    private static Set<String> ids(Connection connection, String sql) throws SQLException {
        Set<String> ids = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    private static Set<Pseudonym> pseudonyms(Set<String> ids) {
        return ids.stream().map(Hospital::pseudonym).collect(Collectors.toSet());
    }

    private Set<Pseudonym> named(long before) {
        return hospital.told(before).stream().flatMap(Subjects::named).collect(Collectors.toSet());
    }
}
