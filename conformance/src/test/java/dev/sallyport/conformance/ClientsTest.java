package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.testkit.Program;
import dev.sallyport.testkit.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;

/** The clients people have work through the gateway; one that is missing is a failure. */
final class ClientsTest {
    private final Hospital hospital = Hospital.open();

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"disable", "prefer", "require", "verify-full"})
    void servesPsqlWithAndWithoutTls(String mode) throws IOException {
        Program.Finished done =
                psql("nora", mode, "-Atc", "SELECT count(*), min(ssn) FROM patients").run();

        assertThat(done.exit()).as(done.output()).isZero();
        assertThat(done.output()).matches("\\d+\\|\\*\\*\\*-\\*\\*-\\d{4}\n");
    }

    @Test
    void tellsPsqlWhoItIsAndUntilWhen() throws IOException {
        Program.Finished done =
                psql("nora", "require", "-Atc", "SELECT 'still here'").with("PGOPTIONS", "").run();

        assertThat(done.exit()).as(done.output()).isZero();
        assertThat(done.output())
                .startsWith("NOTICE:  You are nora (nurse). Purpose: treatment.")
                .contains("Masked: phi.ssn", "Ends at ")
                .endsWith("still here\n");
    }

    @Test
    void saysToPsqlWhetherItsConnectionIsEncrypted() throws IOException {
        assertThat(psql("nora", "require", "-c", "\\conninfo").run().output())
                .contains("SSL connection");
        assertThat(psql("nora", "disable", "-c", "\\conninfo").run().output())
                .doesNotContain("SSL connection");
    }

    @Test
    void refusesPsqlACertificateOfAnotherName() throws IOException {
        Program.Finished done =
                psql("nora", "verify-full", "-c", "SELECT 1").with("PGHOST", "127.0.0.2").run();

        assertThat(done.exit()).isEqualTo(2);
    }

    @Test
    void servesPsqlsDescriptions() throws IOException {
        Program.Finished done =
                psql("nora", "disable", "-c", "\\d", "-c", "\\dn", "-c", "\\d patients").run();

        assertThat(done.exit()).as(done.output()).isZero();
        assertThat(done.output()).contains("nurse", "patients", "encounters", "ssn", "last_name");
    }

    @Test
    void copiesOutOfPsqlMasked() throws IOException, SQLException {
        Path out = folder.resolve("patients.csv");
        Program.Finished copied =
                psql(
                                "nora",
                                "disable",
                                "-c",
                                "\\copy (SELECT id, ssn FROM patients ORDER BY id) TO '"
                                        + out
                                        + "' WITH (FORMAT csv)")
                        .run();
        assertThat(copied.exit()).as(copied.output()).isZero();
        assertThat(Files.readAllLines(out))
                .isEqualTo(
                        hospital.truth(
                                "SELECT id || ',***-**-' || right(ssn, 4) FROM hosp.patients WHERE"
                                        + " clinic_id = 1 ORDER BY id"));
    }

    /** PostgreSQL copies into no view without a trigger, and a person has views only. */
    @Test
    void saysToPsqlWhyItCopiesIntoNoView() throws IOException {
        Path in = folder.resolve("visits.tsv");
        Files.writeString(in, "1\t1\tvisit\tcopied in\n");
        Program.Finished written =
                psql(
                                "omar",
                                "disable",
                                "-c",
                                "\\copy encounters (patient_id, clinic_id, kind, notes) FROM '"
                                        + in
                                        + "'",
                                "-c",
                                "SELECT 'still here'")
                        .run();

        assertThat(written.output()).contains("cannot copy to view", "HINT", "still here");
    }

    @Test
    void cancelsWhatPsqlIsTiredOf() throws IOException, SQLException {
        Path output = folder.resolve("psql.out");
        Process psql =
                psql("nora", "require", "-c", Hospital.ENDLESS, "-c", "SELECT 'still here'")
                        .start(output);
        hospital.awaitEndless("nora", 1);

        // A number, not a name: nothing else of that name is hit.
        assertThat(Program.of("/bin/kill", "-INT", String.valueOf(psql.pid())).run().exit())
                .isZero();

        assertThat(Program.await(psql, output).output()).contains("canceling statement");
        hospital.awaitEndless("nora", 0);
    }

    @Test
    void servesTheJdbcDriverOverTls() throws SQLException {
        try (Connection nora = hospital.connect(Door.GATEWAY, "nora", "sslmode", "require")) {
            assertThat(Rows.of(nora, "SELECT DISTINCT clinic_id FROM patients"))
                    .containsExactly("1");
        }
        try (Connection nora =
                hospital.connect(
                        Door.GATEWAY,
                        "nora",
                        "sslmode",
                        "verify-ca",
                        "sslrootcert",
                        hospital.tls().certificate().toString())) {
            assertThat(Rows.of(nora, "SELECT DISTINCT clinic_id FROM patients"))
                    .containsExactly("1");
        }
    }

    @Test
    void servesTheJdbcDriversBatchesAndFetchSizes() throws SQLException {
        try (Connection omar = hospital.connect(Door.GATEWAY, "omar")) {
            omar.setAutoCommit(false);
            try (PreparedStatement insert =
                    omar.prepareStatement(
                            "INSERT INTO encounters (patient_id, clinic_id, kind, notes) VALUES (?,"
                                    + " ?, ?, ?)")) {
                for (int i = 0; i < 500; i++) {
                    insert.setLong(1, 1);
                    insert.setInt(2, 1);
                    insert.setString(3, "visit");
                    insert.setString(4, "batch " + i);
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).hasSize(500).containsOnly(1);
            }
            try (PreparedStatement select =
                    omar.prepareStatement(
                            "SELECT notes FROM encounters WHERE notes LIKE 'batch %' ORDER BY id")) {
                select.setFetchSize(33);
                try (ResultSet rows = select.executeQuery()) {
                    int count = 0;
                    while (rows.next()) {
                        assertThat(rows.getString(1)).isEqualTo("batch " + count++);
                    }
                    assertThat(count).isEqualTo(500);
                }
            }
            omar.rollback();
        }
    }

    @Test
    void tellsTheJdbcDriverWhatIsWrongWithASignIn() {
        assertThatThrownBy(() ->
                        DriverManager.getConnection(
                                "jdbc:postgresql://127.0.0.1:%d/ehr?sslmode=disable"
                                        .formatted(hospital.port()),
                                "nora",
                                "wrong"))
                .isInstanceOfSatisfying(
                        PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }

    private Program psql(String login, String sslMode, String... arguments) {
        List<String> command = new ArrayList<>(List.of("/usr/bin/psql", "-X"));
        command.addAll(List.of(arguments));
        return Program.fromPackage("postgresql-client", command.toArray(String[]::new))
                .toward(hospital.port(), login)
                .with("PGSSLMODE", sslMode)
                .with("PGSSLROOTCERT", hospital.tls().certificate().toString());
    }
}
