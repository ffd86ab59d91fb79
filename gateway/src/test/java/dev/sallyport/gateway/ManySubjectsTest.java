package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.LogReader;
import dev.sallyport.audit.LogReader.LoggedEvent;
import dev.sallyport.audit.Pseudonym;
import dev.sallyport.audit.Pseudonyms;
import dev.sallyport.audit.Subjects;
import dev.sallyport.audit.Subjects.Basis;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** However many subjects one statement shows, each is on record; {@code -Dsallyport.full=true}. */
class ManySubjectsTest {
    private static final int SUBJECTS = Boolean.getBoolean("sallyport.full") ? 1_000_000 : 20_000;
    private static final byte[] KEY = {7};

    @TempDir static Path folder;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
        int oid;
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement()) {
            statement.execute(
                    "CREATE TABLE nurse.patients AS SELECT g::bigint AS id, 'a name' AS last_name"
                            + " FROM generate_series(1, "
                            + SUBJECTS
                            + ") g");
            statement.execute("ALTER TABLE nurse.patients OWNER TO nora");
            try (ResultSet row = statement.executeQuery("SELECT 'nurse.patients'::regclass::oid")) {
                row.next();
                oid = row.getInt(1);
            }
        }
        PolicySnapshot snapshot = Hospital.snapshot();
        ShownColumns.Standing patients =
                new ShownColumns.Standing(
                        oid, "nurse", "patients", Map.of(1, "id", 2, "last_name"));
        gateway.apply(
                snapshot.with(
                        ShownColumns.of(snapshot.policy(), Map.of("ehr", List.of(patients)), KEY)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void areAllOnRecordWhereTheKeyIsShown() throws Exception {
        assertEachIsOnRecord(statement -> reads(statement, "SELECT id, last_name FROM patients"));
    }

    @Test
    void areAllOnRecordWhereTheKeyIsAdded() throws Exception {
        assertEachIsOnRecord(statement -> reads(statement, "SELECT last_name FROM patients"));
    }

    @Test
    void areAllOnRecordWhereRowsAreCopied() throws Exception {
        assertEachIsOnRecord(statement ->
                statement
                        .getConnection()
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut(
                                "COPY (SELECT last_name FROM patients) TO STDOUT",
                                OutputStream.nullOutputStream()));
    }

    private interface Asking {
        void ask(Statement statement) throws Exception;
    }

    private static void reads(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            assertThat(count).isEqualTo(SUBJECTS);
        }
    }

    private static void assertEachIsOnRecord(Asking asking) throws Exception {
        long before = gateway.log().durable();
        try (Connection nora = gateway.nora();
                Statement statement = nora.createStatement()) {
            nora.setAutoCommit(false);
            statement.setFetchSize(10_000);
            asking.ask(statement);
        }
        Set<Pseudonym> named = new HashSet<>();
        try (Stream<LoggedEvent> events = LogReader.read(folder.resolve("audit"))) {
            events.filter(event -> event.index() >= before)
                    .map(event -> Subjects.in(event.json()))
                    .flatMap(Optional::stream)
                    .filter(one -> one.basis() != Basis.AGGREGATE) // The last part, without a row.
                    .forEach(one -> {
                        assertThat(one.basis()).isEqualTo(Basis.RETURNED);
                        one.named().forEach(named::add);
                    });
        }
        assertThat(named).hasSize(SUBJECTS);
        Pseudonyms pseudonyms = new Pseudonyms(KEY);
        for (int id = 1; id <= SUBJECTS; id++) {
            byte[] text = Integer.toString(id).getBytes(StandardCharsets.UTF_8);
            assertThat(named.contains(pseudonyms.of("ehr.hosp.patients.id", text))).isTrue();
        }
    }
}
