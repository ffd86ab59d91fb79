package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.app.hospital.Hospital;
import dev.sallyport.testkit.SampleHospital;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded PostgreSQL, for real, with the sample hospital in it. */
class ClusterTest {
    @TempDir static Path data;

    private static DataDirectory directory;
    private static Keys keys;
    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        directory = DataDirectory.open(data.resolve("demo"));
        keys = Keys.in(directory.resolve("keys"), new SecureRandom());
        cluster = Cluster.start(directory, keys);
        try (Connection connection = cluster.connect("postgres")) {
            Hospital.load(
                    connection,
                    SampleHospital.FOLDER.resolve("schema.sql"),
                    Hospital.FEWEST_PATIENTS,
                    Hospital.chance());
        }
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        directory.close();
    }

    @Test
    void asksEverybodyForAPassword() throws Exception {
        assertThat(answers("SELECT DISTINCT auth_method FROM pg_hba_file_rules"))
                .isEqualTo("scram-sha-256");
    }

    @Test
    void refusesAWrongPassword() {
        String url = "jdbc:postgresql://127.0.0.1:" + cluster.port() + "/postgres";

        assertThatThrownBy(() -> DriverManager.getConnection(url, Cluster.ADMINISTRATOR, "guess"))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void listensOnLoopbackAndOnNothingElse() throws Exception {
        assertThat(answers("SELECT current_setting('listen_addresses')")).isEqualTo("127.0.0.1");
        assertThat(answers("SELECT current_setting('unix_socket_directories')")).isEmpty();
    }

    @Test
    void losesNothingToAPowerCut() throws Exception {
        for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
            assertThat(answers("SELECT current_setting('" + setting + "')")).isEqualTo("on");
        }
    }

    @Test
    void goesOnCountingBehindTheLoadedRows() throws Exception {
        assertThat(
                        answers(
                                "SELECT nextval('hosp.encounters_id_seq') > max(id)"
                                        + " FROM hosp.encounters"))
                .isEqualTo("t");
        assertThat(
                        answers(
                                "SELECT nextval('hosp.invoices_id_seq') > max(id)"
                                        + " FROM hosp.invoices"))
                .isEqualTo("t");
    }

    @Test
    void givesEveryPatientAVisit() throws Exception {
        assertThat(answers("SELECT count(DISTINCT patient_id) FROM hosp.encounters"))
                .isEqualTo(String.valueOf(Hospital.FEWEST_PATIENTS));
    }

    @Test
    void keepsItsSecretsToItsOwner() throws Exception {
        assertThat(Files.getPosixFilePermissions(data.resolve("demo/keys"))).hasSize(3);
        assertThat(Files.getPosixFilePermissions(data.resolve("demo/keys/postgres-administrator")))
                .hasSize(2);
        assertThat(data.resolve("demo/postgres/secret")).doesNotExist();
    }

    /** A second start finds the first still running, as after a kill -9 of the program. */
    @Test
    void stopsWhatAKillLeftBehindAndKeepsItsRowsAndPort() throws Exception {
        int port = cluster.port();
        String patients = answers("SELECT count(*) FROM hosp.patients");

        cluster = Cluster.start(directory, keys);

        assertThat(cluster.port()).isEqualTo(port);
        assertThat(answers("SELECT count(*) FROM hosp.patients")).isEqualTo(patients);
    }

    private static String answers(String question) throws SQLException {
        try (Connection connection = cluster.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(question)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
