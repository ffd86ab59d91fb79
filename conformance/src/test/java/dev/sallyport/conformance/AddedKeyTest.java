package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Pseudonym;
import dev.sallyport.audit.Subjects;
import dev.sallyport.audit.Subjects.Basis;
import dev.sallyport.testkit.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** A plain query that does not ask for the key names its subjects all the same. */
final class AddedKeyTest {
    /** What is asked, and what names the same people. */
    private record Asked(String sql, String keys) {}

    private static final List<Asked> PLAIN =
            List.of(
                    new Asked(
                            "SELECT last_name FROM patients ORDER BY id",
                            "SELECT id FROM patients"),
                    new Asked(
                            "SELECT last_name, dob, ssn FROM patients ORDER BY 1, 2, 3",
                            "SELECT id FROM patients"),
                    new Asked(
                            "select upper(p.last_name) /* from */ -- x\n from patients p where p.id % 3 = 0 order by 1 limit 5",
                            "SELECT id FROM patients p WHERE p.id % 3 = 0 ORDER BY upper(p.last_name) LIMIT 5"),
                    new Asked(
                            "SELECT p.last_name, e.kind FROM patients p JOIN encounters e ON e.patient_id = p.id ORDER BY e.id LIMIT 20",
                            "SELECT p.id FROM patients p JOIN encounters e ON e.patient_id = p.id ORDER BY e.id LIMIT 20"),
                    new Asked(
                            "SELECT a.last_name, b.last_name FROM patients a LEFT JOIN patients b ON b.id = a.id + 1 ORDER BY a.id LIMIT 7;",
                            "SELECT id FROM (SELECT a.id AS i, b.id AS j FROM patients a LEFT JOIN patients b ON b.id = a.id + 1 ORDER BY a.id LIMIT 7) x, LATERAL (VALUES (i), (j)) y(id) WHERE id IS NOT NULL"),
                    new Asked(
                            "SELECT last_name AS id, 'ünï' FROM patients ORDER BY id, first_name LIMIT 3",
                            "SELECT id FROM patients ORDER BY last_name, first_name LIMIT 3"),
                    new Asked(
                            "SELECT p.last_name, c.name FROM patients p, clinics c WHERE c.id = p.clinic_id ORDER BY p.id",
                            "SELECT id FROM patients"),
                    new Asked(
                            "WITH c AS (SELECT id FROM clinics) SELECT last_name FROM patients WHERE clinic_id IN (SELECT id FROM c) ORDER BY patients.id",
                            "SELECT id FROM patients"),
                    new Asked(
                            "SELECT last_name, g FROM patients, generate_series(1, 2) g ORDER BY id, g",
                            "SELECT id FROM patients"),
                    new Asked(
                            "SELECT last_name FROM patients WHERE false", "SELECT 1 WHERE false"));

    @SuppressWarnings("unused") // The source of the parameters.
    private static final List<Way> FOR_WRITES = Way.FOR_WRITES;

    private final Hospital hospital = Hospital.open();

    @ParameterizedTest
    @EnumSource(value = Way.class)
    void namesItsSubjectsAndShowsWhatTheDatabaseShows(Way way) throws SQLException {
        try (Connection direct = way.connect(hospital, Door.NATIVE, "nora");
                Connection gateway = way.connect(hospital, Door.GATEWAY, "nora")) {
            for (Asked asked : PLAIN) {
                Way.Seen bare = way.ask(direct, without(asked.sql()));
                long before = hospital.recorded();
                Way.Seen seen = way.ask(gateway, without(asked.sql()));
                assertThat(seen).as(way + asked.sql()).isEqualTo(bare);
                assertThat(seen).isInstanceOf(Way.Seen.Rows.class);
                Set<String> ids = new HashSet<>(Rows.of(direct, asked.keys()));
                way.leave(direct);

                assertThat(named(before)).as(way + asked.sql()).isEqualTo(pseudonyms(ids));
                assertThat(hospital.told(before))
                        .as(way + asked.sql())
                        .allMatch(one -> one.count() == 0 || one.basis() == Basis.RETURNED);
            }
        }
    }

    /** What is changed, and what names the same people. */
    private static final List<Asked> CHANGES =
            List.of(
                    new Asked(
                            "INSERT INTO encounters (patient_id, clinic_id, kind) VALUES (1, 1, 'visit')",
                            "SELECT 1"),
                    new Asked(
                            "INSERT INTO encounters (patient_id, clinic_id, kind) SELECT id, clinic_id, 'visit' FROM patients",
                            "SELECT id FROM patients"),
                    new Asked(
                            "INSERT INTO encounters AS e (patient_id, clinic_id, kind) VALUES (1, 1, 'visit') ON CONFLICT DO NOTHING RETURNING e.kind",
                            "SELECT 1"));

    @ParameterizedTest
    @FieldSource("FOR_WRITES")
    void namesWhomAnInsertIsAbout(Way way) throws SQLException {
        try (Connection direct = way.connect(hospital, Door.NATIVE, "nora");
                Connection gateway = way.connect(hospital, Door.GATEWAY, "nora")) {
            for (Asked asked : CHANGES) {
                Way.Seen bare = way.ask(direct, asked.sql());
                long before = hospital.recorded();
                Way.Seen seen = way.ask(gateway, asked.sql());
                assertThat(seen).as(way + asked.sql()).isEqualTo(bare);
                assertThat(seen).isInstanceOf(Way.Seen.Rows.class);
                Set<String> ids = new HashSet<>(Rows.of(direct, asked.keys()));
                way.leave(direct);

                assertThat(named(before)).as(way + asked.sql()).isEqualTo(pseudonyms(ids));
            }
        }
    }

    /** COPY and others put it within parentheses. */
    private static String without(String sql) {
        return sql.endsWith(";") ? sql.substring(0, sql.length() - 1) : sql;
    }

    private static Set<Pseudonym> pseudonyms(Set<String> ids) {
        return ids.stream().map(Hospital::pseudonym).collect(Collectors.toSet());
    }

    private Set<Pseudonym> named(long before) {
        return hospital.told(before).stream().flatMap(Subjects::named).collect(Collectors.toSet());
    }
}
