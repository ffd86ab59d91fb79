package dev.sallyport.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a record nothing is released: the record's disk is a small one, and it fills up. */
class RecordFailureTest {
    /** One segment of 64 MiB and a bit: the second one does not fit. */
    private static final String SIZE = "70m";

    private long written;

    @Test
    void releasesNoResultAndForwardsNoWriteOnceTheRecordFails(@TempDir Path folder)
            throws Exception {
        run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", folder.toString());
        try (GatewayFixture gateway = GatewayFixture.start(folder)) {
            fill(folder);
            assertThat(lastAnswerOfAFlood(gateway)).startsWith("SP5001");
            try (RawClient late = gateway.raw()) {
                var last = late.signIn("nora", "demo", "ehr").getLast();
                assertThat(last.type()).isEqualTo('E');
                assertThat(last.field('M')).startsWith("SP5001");
            }
            // A write whose intent stood may have run before its end could not be recorded.
            assertThat(counted()).isBetween(written, written + 1);
            assertThat(intents(folder)).isGreaterThanOrEqualTo(counted());
        } finally {
            run("umount", "-l", folder.toString());
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

    /** Leaves no room for another segment. */
    private static void fill(Path folder) throws Exception {
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE TABLE nurse.counter AS SELECT 0 AS n, 'x' AS label");
            statement.execute("GRANT ALL ON nurse.counter TO nora");
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve("ballast"))) {
            byte[] block = new byte[1 << 16];
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full.getMessage()).contains("No space");
        }
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
