package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.testkit.Project;
import dev.sallyport.testkit.Rows;
import dev.sallyport.testkit.SampleHospital;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDBC driver in the releases people still have, and in each of its ways to ask. */
final class JdbcVersionsTest {
    private static final Path DRIVERS = Project.ROOT.resolve("conformance/target/drivers");

    private final Hospital hospital = Hospital.open();

    @SuppressWarnings("unused") // The source of the parameters.
    private static Stream<Arguments> versionsAndModes() {
        return Stream.of("42.2", "42.5", "42.7")
                .flatMap(version ->
                        Stream.of(
                                        "simple",
                                        "extended",
                                        "extendedForPrepared",
                                        "extendedCacheEverything")
                                .map(mode -> Arguments.of(version, mode)));
    }

    @ParameterizedTest
    @MethodSource("versionsAndModes")
    void servesEveryReleaseInEveryMode(String version, String mode) throws Exception {
        try (URLClassLoader classes = classes(version);
                Connection omar = connect(classes, mode)) {
            assertThat(omar.getMetaData().getDriverVersion()).startsWith(version);
            readsMasked(omar);
            omar.setAutoCommit(false);
            readsInParts(omar);
            writesBatches(omar);
            goesOnAfterAnErrorInATransaction(omar);
            omar.rollback();
            omar.setAutoCommit(true);
            describes(omar);
            cancels(omar);
        }
    }

    /** Nothing of another release is seen: the parent knows none. */
    private static URLClassLoader classes(String version) throws IOException {
        Path jar = DRIVERS.resolve(version + ".jar");
        assertThat(jar).as("copied by Maven in process-test-resources").exists();
        return new URLClassLoader(
                new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    private Connection connect(ClassLoader classes, String mode) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("user", "omar");
        properties.setProperty("password", SampleHospital.PASSWORD);
        properties.setProperty("sslmode", "require");
        properties.setProperty("preferQueryMode", mode);
        properties.setProperty("autosave", "always");
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty("prepareThreshold", "2");
        properties.setProperty("options", "-c sallyport.notice=off");
        Driver driver =
                Class.forName("org.postgresql.Driver", true, classes)
                        .asSubclass(Driver.class)
                        .getConstructor()
                        .newInstance();
        return Objects.requireNonNull(
                driver.connect(
                        "jdbc:postgresql://127.0.0.1:" + hospital.port() + "/ehr", properties));
    }

    private static List<String> column(Connection connection, String sql, int fetch, long parameter)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(fetch);
            statement.setLong(1, parameter);
            List<String> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        }
    }

    /** Often enough that it becomes a named statement, and its answers binary. */
    private static void readsMasked(Connection omar) throws SQLException {
        for (int time = 0; time < 4; time++) {
            assertThat(column(omar, "SELECT ssn FROM patients WHERE id > ?", 0, 0))
                    .hasSizeGreaterThan(3)
                    .allMatch(ssn -> ssn.matches("\\*\\*\\*-\\*\\*-\\d{4}"));
            assertThat(column(omar, "SELECT id FROM patients WHERE id > ? ORDER BY id", 0, 0))
                    .allMatch(id -> id.matches("\\d+"));
        }
    }

    private static void readsInParts(Connection omar) throws SQLException {
        String sql = "SELECT id FROM encounters WHERE id > ? ORDER BY id";
        assertThat(column(omar, sql, 3, 0))
                .isEqualTo(column(omar, sql, 0, 0))
                .hasSizeGreaterThan(9);
    }

    private static void writesBatches(Connection omar) throws SQLException {
        long patient = 1;
        String mine =
                "SELECT notes FROM encounters WHERE patient_id = ? AND notes LIKE 'batch %' ORDER BY notes";
        try (PreparedStatement insert =
                omar.prepareStatement(
                        "INSERT INTO encounters (patient_id, clinic_id, kind, notes) VALUES (?, 1, 'visit', ?)")) {
            for (int i = 100; i < 150; i++) {
                insert.setLong(1, patient);
                insert.setString(2, "batch " + i);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).hasSize(50);
        }
        assertThat(column(omar, mine, 7, patient)).hasSize(50).startsWith("batch 100");
    }

    private static void goesOnAfterAnErrorInATransaction(Connection omar) throws SQLException {
        assertThat(failure(omar, "SELECT 1 / (id - id) FROM patients").getSQLState())
                .isEqualTo("22012");
        SQLException refused = failure(omar, "SELECT * FROM mental_health_notes");
        assertThat(refused.getSQLState()).isEqualTo("42501");
        assertThat(refused.getMessage()).contains("SP2041 ");
        assertThat(
                        column(
                                omar,
                                "SELECT notes FROM encounters WHERE notes LIKE 'batch 1%' AND id > ?",
                                0,
                                0))
                .hasSize(50);
    }

    private static SQLException failure(Connection connection, String sql) {
        return catchThrowableOfType(SQLException.class, () -> Rows.of(connection, sql));
    }

    private static void describes(Connection omar) throws SQLException {
        try (ResultSet columns =
                omar.getMetaData().getColumns(null, "physician", "patients", null)) {
            List<String> names = new ArrayList<>();
            while (columns.next()) {
                names.add(columns.getString("COLUMN_NAME"));
            }
            assertThat(names).contains("ssn", "last_name");
        }
    }

    private void cancels(Connection omar) throws Exception {
        try (Statement endless = omar.createStatement()) {
            CompletableFuture<SQLException> asked =
                    CompletableFuture.supplyAsync(() -> failure(endless))
                            .orTimeout(Hospital.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            hospital.awaitEndless("omar", 1);
            endless.cancel();
            assertThat(asked.join().getSQLState()).isEqualTo("57014");
        }
        assertThat(Rows.of(omar, "SELECT 'still here'")).containsExactly("still here");
    }

    private static SQLException failure(Statement endless) {
        return catchThrowableOfType(SQLException.class, () -> endless.execute(Hospital.ENDLESS));
    }
}
