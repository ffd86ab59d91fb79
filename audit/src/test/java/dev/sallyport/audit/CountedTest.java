package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AuditEvent.StatementCounted;
import dev.sallyport.audit.LogReader.LoggedEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountedTest {
    private static final Instant NOW = Instant.parse("2026-11-21T04:00:00.123456Z");

    @TempDir private Path directory;

    @Test
    void readsBackWhatWasCountedAndNothingElse() {
        var folder = directory.resolve("log");
        var meters = List.of("nurse", "a \"rule\" of [phi.*]");
        try (var log = Logs.open(folder)) {
            log.append(Logs.statement(1));
            log.await(log.append(new StatementCounted(Logs.NORA, 1, meters, 250)));
        }

        List<Counted> counted = counted(LogReader.read(folder));
        assertThat(counted).hasSize(1);
        assertThat(counted.getFirst())
                .isEqualTo(new Counted(counted.getFirst().at(), "nora", meters, 250));
        assertThat(counted.getFirst().at()).isBetween(NOW, NOW.plusMillis(1));
    }

    @Test
    void readsTheLastFilesOfALongRecordAlone() throws IOException {
        var folder = directory.resolve("log");
        try (var log = Logs.open(folder)) {
            for (int i = 0; i < 2_000; i++) {
                log.await(log.append(new StatementCounted(Logs.NORA, i, List.of("nurse"), i)));
            }
        }
        assertThat(Logs.segments(folder)).hasSizeGreaterThan(3);
        Instant middle = counted(LogReader.read(folder)).get(1_000).at();

        List<Counted> recent = counted(LogReader.read(folder, middle));

        assertThat(recent).hasSizeBetween(1_000, 1_999);
        assertThat(recent.getLast().rows()).isEqualTo(1_999);
        assertThat(counted(LogReader.read(folder))).hasSize(2_000);
    }

    private static List<Counted> counted(Stream<LoggedEvent> read) {
        try (read) {
            return read.flatMap(event -> Counted.in(event.json()).stream()).toList();
        }
    }
}
