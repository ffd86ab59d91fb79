package dev.sallyport.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a record nothing is released: its file may grow to a size and no further. */
class RecordFailureTest {
    /** In the middle of the first segment, which is there in its whole length from the start. */
    private static final int BYTES = 1 << 20;

    private long written;

    @Test
    void releasesNoResultAndForwardsNoWriteOnceTheRecordFails(@TempDir Path folder)
            throws Exception {
        try (GatewayFixture gateway = GatewayFixture.start(folder)) {
            prepare();
            limitFiles(Integer.toString(BYTES));
            assertThat(lastAnswerOfAFlood(gateway)).startsWith("SP5001");
            try (RawClient late = gateway.raw()) {
                var last = late.signIn("nora", "demo", "ehr").getLast();
                assertThat(last.type()).isEqualTo('E');
                assertThat(last.field('M')).startsWith("SP5001");
            }
            limitFiles("unlimited");
            // A write whose intent stood may have run before its end could not be recorded.
            assertThat(counted()).isBetween(written, written + 1);
            assertThat(intents(folder)).isGreaterThanOrEqualTo(counted());
        } finally {
            limitFiles("unlimited");
        }
    }

    /** Each write is answered only if it is on record; the first that is not, did not happen. */
    private String lastAnswerOfAFlood(GatewayFixture gateway) throws IOException {
        String filler = " AND body <> ''".repeat(1_500);
        try (RawClient nora = gateway.rawNora()) {
            while (true) {
                nora.send(
                        RawClient.query(
                                "UPDATE counter SET n = n + 1 WHERE n >= 0"
                                        + filler.replace("body", "label")));
                var first = nora.next();
                if (first.type() == 'E') {
                    return first.field('M');
                }
                written++;
                nora.untilReady();
            }
        }
    }

    private static void prepare() throws Exception {
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE TABLE nurse.counter AS SELECT 0 AS n, 'x' AS label");
            statement.execute("GRANT ALL ON nurse.counter TO nora");
        }
    }

    /** The soft limit of this process alone; needs no privilege, and may be raised again. */
    private static void limitFiles(String bytes) throws Exception {
        long self = ProcessHandle.current().pid();
        run("prlimit", "--pid", Long.toString(self), "--fsize=" + bytes + ":");
    }

    private static long intents(Path folder) {
        return Logged.statements(folder, 0).stream()
                .filter(event -> event.startsWith("statement intent update counter"))
                .count();
    }

    private static long counted() throws Exception {
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery("SELECT n FROM nurse.counter")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s: %s", String.join(" ", command), said).isZero();
    }
}
