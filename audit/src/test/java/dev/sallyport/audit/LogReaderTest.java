package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.AuditLog.Machine;
import dev.sallyport.audit.LogReader.LoggedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that is read from an event on. */
final class LogReaderTest {
    /** As many bytes as a reader takes from a file at once. */
    private static final int READ_AHEAD = 4 * Frame.MAX_BYTES;

    @TempDir Path directory;

    @Test
    void readsFromAnyEventOnWhatTheWholeHolds() throws IOException {
        var folder = inSegments();
        List<LoggedEvent> all = from(folder, 0);
        var starts = new TreeSet<>(List.of(1L, 2L, all.size() - 1L));
        for (long first : new LogFolder(folder).list().segments().tailMap(1L).keySet()) {
            starts.addAll(List.of(first - 1, first, first + 1));
        }

        for (long start : starts) {
            assertThat(from(folder, start)).isEqualTo(all.subList((int) start, all.size()));
        }
    }

    /** The time of a file is nothing that is signed. */
    @Test
    void readsSinceAnInstantWhateverTheFilesSayOfTheirTime() throws IOException {
        var folder = inSegments();
        for (Path segment : Logs.segments(folder)) {
            Files.setLastModifiedTime(segment, FileTime.from(Instant.EPOCH));
        }
        var all = from(folder, 0);
        var middle = Instant.parse(all.get(all.size() / 2).json().substring(43, 70));

        try (var events = LogReader.read(folder, middle)) {
            var since = events.toList();
            assertThat(all).endsWith(since.toArray(LoggedEvent[]::new));
            assertThat(since).hasSizeBetween(all.size() / 2, all.size() - 1);
        }
    }

    @Test
    void readsNothingAtTheEndAndBeyond() throws IOException {
        var folder = inSegments();
        long size = from(folder, 0).size();

        assertThat(from(folder, size)).isEmpty();
        assertThat(from(folder, size + 1_000)).isEmpty();
    }

    @Test
    void readsWhatALiveWriterHasAddedSince() {
        var folder = directory.resolve("log");
        try (var log = Logs.open(folder)) {
            Logs.append(log, 3);
            long before = from(folder, 0).size();
            assertThat(from(folder, before)).isEmpty();

            Logs.append(log, 2);

            assertThat(from(folder, before))
                    .extracting(LoggedEvent::index)
                    .containsExactly(before, before + 1);
        }
    }

    /** What a reader has read ahead of the end is zeros still when a writer has gone on there. */
    @Test
    void goesOnWhereAWriterWroteMeanwhile() {
        var folder = directory.resolve("log");
        var machine = new Machine(Disk.real(), new Random(7), 1 << 20, 80_000, Duration.ofHours(1));
        try (var log = Logs.open(folder, machine)) {
            int frame = frameBytes(log, folder);
            fill(log, (READ_AHEAD - Frame.MAX_BYTES / 2) / frame);
            long before = from(folder, 0).size();
            try (var reading = LogReader.read(folder)) {
                var events = reading.iterator();
                events.next();

                Logs.append(log, 1);

                var rest = new ArrayList<LoggedEvent>();
                events.forEachRemaining(rest::add);
                assertThat(rest).hasSize((int) before);
            }
        }
    }

    private static void fill(AuditLog log, int events) {
        for (int i = 1; i < events; i++) {
            log.append(Logs.statement(i));
        }
        Logs.append(log, 1);
    }

    private static int frameBytes(AuditLog log, Path folder) {
        Logs.append(log, 1);
        return Frame.HEADER_BYTES + Json.utf8(from(folder, 0).getLast().json()).length;
    }

    /** What is passed over is no concern of the reader's; what stands in its way is. */
    @Test
    void refusesADamagedEventFromThereOnAlone() throws IOException {
        var folder = inSegments();
        var segments = new LogFolder(folder).list().segments();
        long last = segments.lastKey();
        byte[] bytes = Files.readAllBytes(segments.get(last));
        bytes[SegmentHeader.BYTES + Frame.HEADER_BYTES + 2] ^= 1;
        Files.write(segments.get(last), bytes);

        assertThat(from(folder, last + 1)).isNotEmpty();
        assertThatThrownBy(() -> from(folder, last)).hasMessageStartingWith("SP5002 event " + last);
    }

    @Test
    void refusesADamagedHeaderInItsWay() throws IOException {
        var folder = inSegments();
        var segments = new LogFolder(folder).list().segments();
        long last = segments.lastKey();
        byte[] bytes = Files.readAllBytes(segments.get(last));
        bytes[SegmentHeader.BYTES + 2] ^= 1;
        Files.write(segments.get(last), bytes);

        assertThatThrownBy(() -> from(folder, last + 1))
                .hasMessageStartingWith("SP5002 event " + last);
    }

    private Path inSegments() throws IOException {
        var folder = directory.resolve("log");
        try (var log = Logs.open(folder)) {
            while (Logs.segments(folder).size() < 3) {
                Logs.append(log, 20);
            }
            Logs.append(log, 20);
        }
        return folder;
    }

    private static List<LoggedEvent> from(Path folder, long start) {
        try (var events = LogReader.read(folder, start)) {
            return events.toList();
        }
    }
}
