package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AuditEvent.StatementDone;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditLogTest {
    @TempDir Path directory;

    @Test
    void callsAnEventDurableOnceItIsAwaited() {
        var key = AuditKey.open(directory.resolve("key"), "test.example");
        var actor =
                new Actor(
                        "s1",
                        "nora",
                        List.of("nurse"),
                        new Actor.Purpose("treatment", "TREAT"),
                        "ehr",
                        "127.0.0.1:1");
        try (var log =
                AuditLog.open(
                        directory.resolve("log"), key, "test.example", InstantSource.system())) {
            long index =
                    log.append(
                            new StatementDone(
                                    actor, 1, new StatementText("select 1"), 1, Outcome.ok()));
            log.await(index);

            assertThat(index).isEqualTo(1);
            assertThat(log.durable()).isEqualTo(2);
        }
        assertThat(AuditKey.open(directory.resolve("key"), "other").vkey()).isEqualTo(key.vkey());
    }
}
