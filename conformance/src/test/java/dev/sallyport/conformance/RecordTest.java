package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.LogReader.LoggedEvent;
import dev.sallyport.audit.LogVerifier;
import dev.sallyport.audit.Verification;
import dev.sallyport.testkit.Program;
import dev.sallyport.testkit.Rows;
import dev.sallyport.testkit.Sallyport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every statement stands on record before its result is seen, and nobody changes that unseen. */
final class RecordTest {
    /**
     * Each is verified in a record of every suite before this; the audit's own tests flip them all.
     */
    private static final int FLIPS = 40;

    private final Hospital hospital = Hospital.open();

    @TempDir Path folder;

    @Test
    void hasEveryStatementOnRecordWhenItsResultIsThere() throws SQLException {
        long before = hospital.recorded();
        try (Connection nora = hospital.connect(Door.GATEWAY, "nora")) {
            for (String sql :
                    List.of(
                            "SELECT count(*) AS marker_1 FROM patients WHERE last_name = 'Zweig-%s'",
                            "SELECT id AS marker_2 FROM patients WHERE ssn <> $a$Zweig-%s$a$ LIMIT 4",
                            "select 'it''s Zweig-%s' AS marker_3 -- Zweig-%s",
                            "SELECT $q$ Zweig-%s $q$ AS marker_4, 4711 /* Zweig-%s */")) {
                Rows.of(nora, sql.replace("%s", "literal"));
                assertThat(hospital.since(before))
                        .last()
                        .satisfies(event -> isByNora(event.json()));
            }
        }
        List<String> events = hospital.since(before).stream().map(LoggedEvent::json).toList();

        assertThat(events).noneMatch(event -> event.contains("Zweig") || event.contains("4711"));
        assertThat(one(events, "marker_1")).contains("\"rows\":1").contains("\"st\":\"ok\"");
        assertThat(one(events, "marker_2")).contains("\"rows\":4");
        assertThat(one(events, "marker_3")).contains("\"rows\":1");
    }

    private static void isByNora(String json) {
        assertThat(json)
                .contains(
                        "\"sub\":\"nora\"",
                        "\"roles\":[\"nurse\"]",
                        "\"db\":\"ehr\"",
                        "\"purpose\":\"treatment\"",
                        "\"pou\":\"TREAT\"",
                        "\"st\":\"ok\"");
    }

    @Test
    void recordsEachExecuteOfAPreparedStatementAndNoParameter() throws SQLException {
        long before = hospital.recorded();
        try (Connection omar = hospital.connect(Door.GATEWAY, "omar", "prepareThreshold", "1");
                PreparedStatement statement =
                        omar.prepareStatement(
                                "SELECT id AS executed FROM patients WHERE last_name <> ? LIMIT 2")) {
            for (int i = 0; i < 5; i++) {
                statement.setString(1, "Zweig-parameter-" + i);
                try (ResultSet rows = statement.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                }
            }
        }
        List<String> events = hospital.since(before).stream().map(LoggedEvent::json).toList();

        assertThat(events).noneMatch(event -> event.contains("Zweig"));
        assertThat(events.stream().filter(event -> event.contains("as executed")))
                .hasSize(5)
                .allMatch(event -> event.contains("\"rows\":2"));
    }

    @Test
    void recordsRefusalsErrorsAndChangesWithTheirOutcome() throws SQLException {
        long before = hospital.recorded();
        try (Connection omar = Way.SIMPLE.connect(hospital, Door.GATEWAY, "omar")) {
            Way.SIMPLE.ask(omar, "SELECT body AS refused FROM mental_health_notes");
            Way.SIMPLE.ask(omar, "SELECT 1/0 AS failed");
            Way.SIMPLE.ask(omar, "UPDATE encounters SET notes = 'Zweig' WHERE patient_id = 1");
            Way.SIMPLE.ask(omar, "ALTER ROLE omar PASSWORD 'Zweig'");
        }
        List<String> events = hospital.since(before).stream().map(LoggedEvent::json).toList();

        assertThat(events).noneMatch(event -> event.contains("Zweig"));
        assertThat(one(events, "as refused")).contains("\"st\":\"denied\"").contains("SP2041");
        assertThat(one(events, "as failed")).contains("\"st\":\"error\"").contains("22012");
        assertThat(events.stream().filter(event -> event.contains("update encounters")))
                .as("the intent before, the outcome after")
                .hasSize(2);
        assertThat(events)
                .anyMatch(event -> event.contains("alter role") && event.contains("SP2044"));
    }

    @Test
    void recordsEveryStatementOfOneText() throws SQLException {
        long before = hospital.recorded();
        try (Connection nora = hospital.connect(Door.GATEWAY, "nora", "preferQueryMode", "simple");
                Statement statement = nora.createStatement()) {
            statement.execute("SELECT 1 AS part_1; SELECT 2 AS part_2; SELECT 3 AS part_3");
        }
        List<String> events = hospital.since(before).stream().map(LoggedEvent::json).toList();
        for (int part = 1; part <= 3; part++) {
            assertThat(one(events, "part_" + part)).contains("\"rows\":1");
        }
    }

    @Test
    void saysWhichEventIsWrongWhateverByteIsFlipped() throws IOException {
        Path copy = sealedCopy();
        SplittableRandom random = new SplittableRandom(6);
        Path segment = segment(copy);
        byte[] sound = used(segment);
        assertThat(sound).hasSizeGreaterThan(FLIPS);
        for (int i = 0; i < FLIPS; i++) {
            int at = random.nextInt(sound.length);
            byte flipped = (byte) (sound[at] ^ (1 << random.nextInt(8)));
            write(segment, at, new byte[] {flipped});
            assertThat(LogVerifier.verify(copy))
                    .as("byte %d of %d", at, sound.length)
                    .isInstanceOf(Verification.Broken.class);
            write(segment, at, new byte[] {sound[at]});
        }
        assertThat(LogVerifier.verify(copy)).isInstanceOf(Verification.Intact.class);
    }

    @Test
    void verifiesAtTheCommandLineAndExitsTwoWhereAByteIsGoneOrSwapped() throws IOException {
        Path copy = sealedCopy();
        Path segment = segment(copy);
        byte[] sound = used(segment);
        int middle = sound.length / 2;

        Program.Finished intact = verify(copy);
        assertThat(intact.exit()).as(intact.output()).isZero();
        assertThat(intact.output()).startsWith("OK");

        byte[] shorter = new byte[sound.length];
        System.arraycopy(sound, 0, shorter, 0, middle);
        System.arraycopy(sound, middle + 1, shorter, middle, shorter.length - middle - 1);
        write(segment, 0, shorter);
        assertBroken(verify(copy));

        byte[] swapped = sound.clone();
        int other = middle;
        while (sound[other] == sound[middle]) {
            other++;
        }
        swapped[middle] = sound[other];
        swapped[other] = sound[middle];
        write(segment, 0, swapped);
        assertBroken(verify(copy));
    }

    private static void assertBroken(Program.Finished verified) {
        assertThat(verified.exit()).as(verified.output()).isEqualTo(2);
        assertThat(verified.output()).containsPattern("event \\d+");
    }

    private static Program.Finished verify(Path record) throws IOException {
        return Sallyport.program("audit", "verify", record.toString()).run();
    }

    /** A copy of the record that its last checkpoint covers whole. */
    private Path sealedCopy() throws IOException {
        for (int attempt = 0; ; attempt++) {
            Path copy = Files.createDirectories(folder.resolve("copy-" + attempt));
            try (Stream<Path> files = Files.walk(hospital.record())) {
                for (Path file : files.filter(RecordTest::isRecord).toList()) {
                    Path target = copy.resolve(hospital.record().relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
            if (LogVerifier.verify(copy) instanceof Verification.Intact intact
                    && intact.unsealed() == 0) {
                return copy;
            }
            assertThat(attempt).isLessThan(200);
        }
    }

    /** Not what a writer is about to give its name: that may be gone before it is copied. */
    private static boolean isRecord(Path file) {
        return Files.isRegularFile(file)
                && !file.endsWith("spare")
                && !file.endsWith("lock")
                && !file.toString().endsWith(".tmp");
    }

    private static Path segment(Path record) throws IOException {
        try (Stream<Path> files = Files.list(record)) {
            return files.filter(file -> file.getFileName().toString().startsWith("segment-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** A segment is written into a file of its full length; the rest of it is zeros. */
    private static byte[] used(Path segment) throws IOException {
        byte[] all = Files.readAllBytes(segment);
        int used = all.length;
        while (used > 0 && all[used - 1] == 0) {
            used--;
        }
        return Arrays.copyOf(all, used);
    }

    private static void write(Path segment, int at, byte[] bytes) throws IOException {
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(bytes), at);
        }
    }

    private static String one(List<String> events, String marker) {
        List<String> found = events.stream().filter(event -> event.contains(marker)).toList();
        assertThat(found).as(marker).hasSize(1);
        return found.getFirst();
    }
}
