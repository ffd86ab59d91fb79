package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.Verification.Broken;
import dev.sallyport.audit.Verification.Intact;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Durable means forced, and nothing else does. */
final class DurabilityTest {
    /**
     * Preparing, naming and opening force three times; the first event after them is the fourth.
     */
    private static final int FORCES_TO_OPEN = 3;

    @TempDir Path directory;

    @Test
    void keepsWhateverItCalledDurableOnADiskThatLosesUnforcedWrites() {
        var folder = directory.resolve("log");
        try (var log = Logs.open(folder, Logs.machine(new FakeDisk()))) {
            Logs.append(log, 20);
            Logs.copy(folder, directory.resolve("image"));

            try (var events = LogReader.read(directory.resolve("image"))) {
                assertThat(events.count()).isGreaterThanOrEqualTo(log.durable());
            }
        }
    }

    @Test
    void neverForcesAgainAfterAForceFailed() throws Exception {
        var disk = new FakeDisk().failingForce(FORCES_TO_OPEN + 1);
        var folder = directory.resolve("log");
        try (var log = Logs.open(folder, Logs.machine(disk))) {
            var told = new CompletableFuture<AuditUnavailable>();
            log.onFailure(told::complete);
            assertThatThrownBy(() -> Logs.append(log, 10_000))
                    .isInstanceOf(AuditUnavailable.class)
                    .hasMessageContaining("SP5001");
            told.get(5, TimeUnit.SECONDS);
            long durable = log.durable();

            assertThatThrownBy(() -> log.append(Logs.statement(1)))
                    .isInstanceOf(AuditUnavailable.class);
            assertThatThrownBy(() -> log.await(durable)).isInstanceOf(AuditUnavailable.class);
            assertThat(log.durable()).isEqualTo(durable);
            assertThat(disk.failedForces()).isEqualTo(1);
            try (var events = LogReader.read(folder)) {
                assertThat(events.count()).isEqualTo(durable);
            }
        }
    }

    @Test
    void isDurableWhenAnAskOnAPromptDiskReturns() {
        var disk = new FakeDisk();
        try (var log = Logs.open(directory.resolve("log"), Logs.machine(disk))) {
            long index = log.append(Logs.statement(1));
            disk.forcedBy().clear();
            while (!disk.forcedBy().contains(Thread.currentThread())) {
                log.await(index);
                index = log.enqueue(Logs.statement(1));
                log.ask();
            }

            assertThat(log.durable()).isGreaterThan(index);
        }
    }

    @Test
    void losesNothingWhenManyAskAtOnce() throws Exception {
        var folder = directory.resolve("log");
        try (var log = Logs.open(folder);
                var threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> asking = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                asking.add(threads.submit(() -> askOften(log)));
            }
            for (var one : asking) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(Logs.verify(folder)).isInstanceOf(Intact.class);
    }

    private static void askOften(AuditLog log) {
        for (int i = 0; i < 500; i++) {
            long index = log.enqueue(Logs.statement(i));
            log.ask();
            log.await(index);
        }
    }

    @Test
    void saysThatTheDiskIsFull() {
        var disk = new FakeDisk().fullAfter(8);

        try (var log = Logs.open(directory.resolve("log"), Logs.machine(disk))) {
            assertThatThrownBy(() -> Logs.append(log, 1_000))
                    .isInstanceOf(AuditUnavailable.class)
                    .hasMessageContaining("the disk is full");
        }
    }

    @Test
    void failsToOpenOnAFullDisk() {
        var machine = Logs.machine(new FakeDisk().fullAfter(0));

        assertThatThrownBy(() -> Logs.open(directory.resolve("log"), machine))
                .isInstanceOf(AuditUnavailable.class)
                .hasMessageContaining("the disk is full");
    }

    @Test
    void tellsAListenerThatCameAfterTheFailure() {
        var disk = new FakeDisk().failingForce(FORCES_TO_OPEN + 1);
        try (var log = Logs.open(directory.resolve("log"), Logs.machine(disk))) {
            assertThatThrownBy(() -> Logs.append(log, 10_000)).isInstanceOf(AuditUnavailable.class);
            var heard = new ArrayList<AuditUnavailable>();

            log.onFailure(heard::add);

            assertThat(heard).hasSize(1);
        }
    }

    @Test
    void tellsItsListenersHowFarItIsDurable() {
        try (var log = Logs.open(directory.resolve("log"))) {
            var heard = new ArrayList<Long>();
            log.onDurable(heard::add);
            Logs.append(log, 5);

            assertThat(heard).last().isIn(5L, 6L);
            assertThat(heard).isSorted();
        }
    }

    @Test
    void ordersTheEventsOfManyProducers() throws Exception {
        var folder = directory.resolve("log");
        int producers = 8;
        int each = 500;
        try (var log = Logs.open(folder);
                var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<?>>();
            for (int i = 0; i < producers; i++) {
                done.add(pool.submit(() -> appendAndAwaitLast(log, each)));
            }
            waitFor(done);
        }

        assertThat(Logs.verify(folder))
                .isInstanceOfSatisfying(
                        Intact.class,
                        intact ->
                                assertThat(intact.events())
                                        .isEqualTo(2L + (long) producers * each));
        try (var events = LogReader.read(folder)) {
            var times = events.map(event -> event.json().substring(43, 70)).toList();
            assertThat(times).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void verifiesWhileAWriterIsAtWork() throws Exception {
        var folder = directory.resolve("log");
        var machine =
                new AuditLog.Machine(
                        Disk.real(), new Random(7), 50 * 4096, 200_000, Duration.ofMillis(20));
        try (var log = Logs.open(folder, machine);
                var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var writing = pool.submit(() -> Logs.append(log, 3_000));
            int verified = 0;
            while (!writing.isDone() || verified == 0) {
                assertThat(LogVerifier.verify(folder)).isInstanceOf(Intact.class);
                verified++;
            }
            writing.get();
        }
        assertThat(Logs.verify(folder)).isInstanceOf(Intact.class);
    }

    /** A pass takes so long that the writer begins new segments meanwhile, again and again. */
    @Test
    void verifiesWhileSegmentsTurn() throws Exception {
        var folder = directory.resolve("log");
        var machine =
                new AuditLog.Machine(
                        Disk.real(), new Random(7), 50 * 4096, 200_000, Duration.ofMillis(20));
        try (var log = Logs.open(folder, machine);
                var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            appendAndAwaitLast(log, 60_000);
            int before = Logs.segments(folder).size();
            var stop = new AtomicBoolean();
            var writing =
                    pool.submit(() -> {
                        while (!stop.get()) {
                            appendAndAwaitLast(log, 200);
                        }
                    });
            try {
                for (int i = 0; i < 5; i++) {
                    assertThat(LogVerifier.verify(folder)).isInstanceOf(Intact.class);
                }
            } finally {
                stop.set(true);
                writing.get(30, TimeUnit.SECONDS);
            }
            assertThat(Logs.segments(folder)).hasSizeGreaterThan(before + 5);
        }
        assertThat(Logs.verify(folder)).isInstanceOf(Intact.class);
    }

    /** The second block of a write stands there before the first, as a slow disk may show it. */
    @Test
    void waitsForAWriteThatASlowDiskHasBegun() throws Exception {
        var folder = Logs.crashed(directory.resolve("log"), 3);
        var segment = Logs.segments(folder).getLast();
        long behind = Files.size(segment) / 2;
        patch(segment, behind, 1);
        assertThat(Logs.verify(folder)).isInstanceOf(Broken.class);

        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var finding = pool.submit(() -> LogVerifier.verify(folder));
            assertThatThrownBy(() -> finding.get(300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            patch(segment, behind, 0);

            assertThat(finding.get()).isInstanceOf(Intact.class);
        }
    }

    @Test
    void callsAWriteThatNeverEndsDamage() throws Exception {
        var folder = Logs.crashed(directory.resolve("log"), 3);
        var segment = Logs.segments(folder).getLast();
        patch(segment, Files.size(segment) / 2, 1);

        assertThat(LogVerifier.verify(folder)).isInstanceOf(Broken.class);
    }

    private static void patch(Path file, long at, int value) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {(byte) value}), at);
        }
    }

    @Test
    void refusesEverythingOnceClosed() {
        var log = Logs.open(directory.resolve("log"));
        log.close();
        log.close();

        assertThatThrownBy(() -> log.append(Logs.statement(1)))
                .isInstanceOf(AuditUnavailable.class);
    }

    private static void appendAndAwaitLast(AuditLog log, int events) {
        long last = -1;
        for (int i = 0; i < events; i++) {
            last = log.append(Logs.statement(i));
        }
        log.await(last);
    }

    private static void waitFor(List<Future<?>> done)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (var one : done) {
            one.get(30, TimeUnit.SECONDS);
        }
    }
}
