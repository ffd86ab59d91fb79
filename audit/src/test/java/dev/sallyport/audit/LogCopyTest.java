package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.AuditLog.Machine;
import dev.sallyport.audit.Verification.Intact;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of a log, taken while it is written, is a log. */
final class LogCopyTest {
    @TempDir Path directory;

    private int copies;

    private static Machine soon() {
        return new Machine(Disk.real(), new Random(7), Logs.SEGMENT_BYTES, 80_000, Duration.ZERO);
    }

    /** Checkpoints just before, at and behind the places where a segment ends. */
    @Test
    void verifiesAndIsGoneOnWithWhereverTheCheckpointIs() throws IOException {
        var folder = directory.resolve("log");
        try (var log = Logs.open(folder)) {
            while (Logs.segments(folder).size() < 3) {
                Logs.append(log, 20);
            }
        }
        byte[] leaves = Files.readAllBytes(folder.resolve("leaf-hashes"));
        var ends = new LogFolder(folder).list().segments().keySet();
        for (long size : LongStream.concat(LongStream.of(2), around(ends)).toArray()) {
            var tree = new MerkleTree();
            tree.addAll(leaves, (int) size * Hash.BYTES);
            Files.writeString(
                    folder.resolve("checkpoint"),
                    Checkpoint.of(Logs.ORIGIN, tree).signed(Logs.key(folder)));
            var copied = copied(folder, size);
            var intact = (Intact) Logs.verify(copied);
            assertThat(intact.events()).isEqualTo(size);
            assertThat(intact.unsealed()).isZero();
            try (var other =
                    AuditLog.open(
                            copied, Logs.key(folder), Logs.ORIGIN, Logs.CLOCK, Logs.machine())) {
                Logs.append(other, 3);
            }
            assertThat(Logs.verify(copied)).isInstanceOf(Intact.class);
        }
    }

    private static LongStream around(Set<Long> ends) {
        return ends.stream()
                .filter(end -> end > 0)
                .flatMapToLong(end -> LongStream.of(end - 1, end, end + 1));
    }

    @Test
    void isTakenWhileSomebodyWrites() throws Exception {
        var folder = directory.resolve("log");
        var enough = new AtomicBoolean();
        try (var log = Logs.open(folder, soon())) {
            var writing =
                    CompletableFuture.runAsync(() -> {
                        while (!enough.get()) {
                            Logs.append(log, 5);
                        }
                    });
            for (int round = 0; round < 10; round++) {
                long durable = log.durable();
                var intact = (Intact) Logs.verify(copied(folder, durable));
                assertThat(intact.events()).isGreaterThanOrEqualTo(durable);
            }
            enough.set(true);
            writing.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void refusesALogThatIsDamagedBeforeItsCheckpoint() throws IOException {
        var folder = Logs.closed(directory.resolve("log"), 3);
        var segment = Logs.segments(folder).getFirst();
        byte[] bytes = Files.readAllBytes(segment);
        bytes[SegmentHeader.BYTES + 200] ^= 1;
        Files.write(segment, bytes);

        assertThatThrownBy(() -> LogCopy.of(folder, 0)).hasMessageStartingWith("SP5002 ");
        Files.writeString(folder.resolve("checkpoint"), "nothing");
        assertThatThrownBy(() -> LogCopy.of(folder, 0))
                .hasMessageStartingWith("SP5002 the checkpoint");
    }

    /** In the order of its parts, as a backup is read. */
    private Path copied(Path folder, long least) throws IOException {
        var copy = LogCopy.of(folder, least);
        var target = Files.createDirectory(directory.resolve("copy-" + copies++));
        for (var part : copy.parts()) {
            try (var channel =
                    FileChannel.open(
                            target.resolve(part.name()),
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.WRITE)) {
                part.copy((bytes, from, length) ->
                        channel.write(ByteBuffer.wrap(bytes, from, length)));
                if (channel.size() < part.length()) {
                    channel.write(ByteBuffer.allocate(1), part.length() - 1);
                }
            }
        }
        return target;
    }
}
