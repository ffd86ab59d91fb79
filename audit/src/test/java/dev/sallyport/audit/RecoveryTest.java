package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.Verification.Intact;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a writer does with a folder that the last one did not close. */
final class RecoveryTest {
    @TempDir Path directory;

    @Test
    void continuesAClosedLog() {
        var folder = Logs.closed(directory.resolve("log"), 2);
        Logs.closed(folder, 1);

        assertThat(types(folder))
                .containsExactly(
                        "log.open",
                        "statement",
                        "statement",
                        "log.close",
                        "log.open",
                        "statement",
                        "log.close");
        assertThat(Logs.verify(folder)).isInstanceOf(Intact.class);
    }

    @Test
    void refusesToReadAFolderWithoutARecord() throws IOException {
        var folder = Files.createDirectories(directory.resolve("empty"));

        assertThatThrownBy(() -> LogReader.read(folder))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("SP5003")
                .hasMessageContaining("holds no record");
    }

    @Test
    void beginsNoneBesideWhatIsNotItsOwnAndWritesNothing() throws IOException {
        var folder = Files.createDirectories(directory.resolve("shared"));
        var stray = Files.createFile(folder.resolve("notes.txt"));

        assertThatThrownBy(() -> Logs.open(folder))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("SP6003")
                .hasMessageContaining("notes.txt");
        try (var left = Files.list(folder)) {
            assertThat(left).allMatch(file -> file.equals(stray) || file.endsWith("lock"));
        }
    }

    /** The root of an ext4 volume has one. */
    @Test
    void livesInTheRootOfAFileSystem() throws IOException {
        var folder = directory.resolve("volume");
        Files.createDirectories(folder.resolve("lost+found"));

        Logs.closed(folder, 2);

        assertThat(Logs.verify(folder)).isInstanceOf(Intact.class);
        Logs.closed(folder, 1);
        assertThat(Logs.verify(folder)).isInstanceOf(Intact.class);
    }

    @Test
    void keepsWholeEventsNobodyWasToldOf() {
        var folder = Logs.crashed(directory.resolve("log"), 2);
        Logs.closed(folder, 0);

        assertThat(types(folder))
                .containsExactly(
                        "log.open",
                        "statement",
                        "statement",
                        "log.recovered",
                        "log.open",
                        "log.close");
        assertThat(Logs.verify(folder)).isInstanceOf(Intact.class);
    }

    @Test
    void cutsALastEventTornAtAnySector() throws IOException {
        var image = Logs.crashed(directory.resolve("image"), 4);
        var bytes = Files.readAllBytes(Logs.segments(image).getFirst());
        int start = start(bytes, 4);
        int end = start(bytes, 5);
        int cases = 0;
        for (int at = (start / 512 + 1) * 512; at <= end - 16; at += 512) {
            var folder = torn(image, "torn" + at, bytes, at);
            assertThat(Logs.verify(folder))
                    .isInstanceOfSatisfying(
                            Intact.class, intact -> assertThat(intact.tornBytes()).isPositive());

            Logs.closed(folder, 0);

            assertThat(types(folder)).hasSize(7).contains("log.recovered");
            assertThat(Logs.verify(folder)).isInstanceOf(Intact.class);
            cases++;
        }
        assertThat(cases).isPositive();
    }

    @Test
    void eitherCutsOrRefusesALastEventLostFromAnyByteOn() throws IOException {
        var image = Logs.crashed(directory.resolve("image"), 1);
        var bytes = Files.readAllBytes(Logs.segments(image).getFirst());
        for (int at = start(bytes, 1) + 1; at < start(bytes, 2); at += 7) {
            var folder = torn(image, "torn" + at, bytes, at);
            var before = snapshot(folder);
            try {
                Logs.closed(folder, 0);
                assertThat(Logs.verify(folder)).isInstanceOf(Intact.class);
            } catch (Refused refused) {
                assertThat(snapshot(folder)).isEqualTo(before);
            }
        }
    }

    @Test
    void refusesDamageWithAnAcknowledgedEventBehindIt() throws IOException {
        var folder = Logs.crashed(directory.resolve("log"), 8);
        var segment = Logs.segments(folder).getFirst();
        var bytes = Files.readAllBytes(segment);
        int sector = (start(bytes, 3) / 512 + 1) * 512;
        Arrays.fill(bytes, sector, sector + 512, (byte) 0);
        Files.write(segment, bytes);

        assertRefusedUntouched(folder);
    }

    @Test
    void refusesALastEventThatWasChangedRatherThanTorn() throws IOException {
        var folder = Logs.crashed(directory.resolve("log"), 2);
        var segment = Logs.segments(folder).getFirst();
        var bytes = Files.readAllBytes(segment);
        bytes[start(bytes, 3) - 5] ^= 1;
        Files.write(segment, bytes);

        assertRefusedUntouched(folder);
    }

    @Test
    void refusesDamageBelowTheCheckpoint() throws IOException {
        var folder = Logs.closed(directory.resolve("log"), 2);
        var segment = Logs.segments(folder).getFirst();
        var bytes = Files.readAllBytes(segment);
        bytes[start(bytes, 1) + 100] ^= 1;
        Files.write(segment, bytes);

        assertRefusedUntouched(folder);
    }

    @Test
    void refusesAFolderInUse() {
        var folder = directory.resolve("log");
        try (var log = Logs.open(folder)) {
            assertThatThrownBy(() -> Logs.open(folder))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("SP6003");
            Logs.append(log, 1);
        }
    }

    @Test
    void refusesAnotherKeyAndAnotherOrigin() {
        var folder = Logs.closed(directory.resolve("log"), 1);
        var other = AuditKey.open(directory.resolve("other"), "test.example/audit");

        assertThatThrownBy(
                        () -> AuditLog.open(folder, other, Logs.ORIGIN, Logs.CLOCK, Logs.machine()))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() ->
                        AuditLog.open(
                                folder,
                                Logs.key(folder),
                                "test.example/audit/2",
                                Logs.CLOCK,
                                Logs.machine()))
                .isInstanceOf(Refused.class);
    }

    @Test
    void rebuildsLeafHashesThatWereNotSealed() throws IOException {
        var folder = Logs.crashed(directory.resolve("log"), 3);
        Files.write(
                folder.resolve("leaf-hashes"),
                Arrays.copyOf(Files.readAllBytes(folder.resolve("leaf-hashes")), 2 * 32 + 5));
        Logs.closed(folder, 0);

        assertThat(Logs.verify(folder)).isInstanceOf(Intact.class);
    }

    private void assertRefusedUntouched(Path folder) throws IOException {
        var before = snapshot(folder);

        assertThatThrownBy(() -> Logs.open(folder))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("SP5002");
        assertThat(snapshot(folder)).isEqualTo(before);
        assertThat(Logs.verify(folder)).isInstanceOf(Verification.Broken.class);
    }

    private Path torn(Path image, String name, byte[] bytes, int from) throws IOException {
        var folder = directory.resolve(name);
        Logs.copy(image, folder);
        var torn = Arrays.copyOf(Arrays.copyOf(bytes, from), bytes.length);
        Files.write(Logs.segments(folder).getFirst(), torn);
        return folder;
    }

    private static List<String> snapshot(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().map(file -> file + " " + content(file)).toList();
        }
    }

    private static int content(Path file) {
        try {
            return Arrays.hashCode(Files.readAllBytes(file));
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private static List<String> types(Path folder) {
        try (var events = LogReader.read(folder)) {
            return events.map(event -> event.json().replaceAll(".*?\"type\":\"([a-z.]+)\".*", "$1"))
                    .toList();
        }
    }

    private static int start(byte[] bytes, int event) {
        int at = SegmentHeader.BYTES;
        for (int i = 0; i < event; i++) {
            at += Frame.HEADER_BYTES + Frame.length(bytes, at);
        }
        return at;
    }
}
