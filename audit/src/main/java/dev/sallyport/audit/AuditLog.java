package dev.sallyport.audit;

import dev.sallyport.audit.AuditEvent.LogClose;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/** The record being written: appended by many, forced in groups by one, sealed by signatures. */
public final class AuditLog implements AutoCloseable {
    /** How long a close waits for the last batch and the last checkpoint each. */
    static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

    private final Path folder;
    private final EventQueue queue;
    private final Receipts receipts;
    private final Segments segments;
    private final Committer committer;
    private final Sealer sealer;
    private final Thread committing;
    private final Thread sealing;
    private final FileLock lock;

    /**
     * What the machine gives a log; tests give less.
     *
     * @param segmentBytes length of a segment's file while it is written
     * @param bufferBytes length of each of the two buffers
     * @param checkpointEvery at most one checkpoint in this time
     */
    record Machine(
            Disk disk,
            RandomGenerator random,
            int segmentBytes,
            int bufferBytes,
            Duration checkpointEvery) {
        /** At 30,000 events a second a segment of 64 MiB lasts five seconds. */
        static final int SEGMENT_BYTES = 64 << 20;

        static Machine real() {
            return new Machine(
                    Disk.real(),
                    new SecureRandom(),
                    SEGMENT_BYTES,
                    EventQueue.BUFFER_BYTES,
                    Sealer.CHECKPOINT_EVERY);
        }
    }

    private AuditLog(Opening opening, AuditKey key, String origin, Machine machine) {
        this.folder = opening.folder().path();
        this.lock = opening.lock();
        this.segments = opening.segments();
        this.receipts = new Receipts(opening.events());
        this.queue = new EventQueue(opening.writer(), opening.events(), machine.bufferBytes());
        this.sealer =
                new Sealer(
                        opening.folder(),
                        segments,
                        key,
                        origin,
                        machine.checkpointEvery(),
                        opening.tree(),
                        this::poison);
        this.committer =
                new Committer(
                        queue,
                        segments,
                        sealer,
                        receipts,
                        opening.segment(),
                        opening.chain(),
                        this::poison);
        this.committing = Thread.ofPlatform().daemon().name("audit-committer").unstarted(committer);
        this.sealing = Thread.ofPlatform().daemon().name("audit-sealer").unstarted(sealer);
    }

    /**
     * Opens the log, or recovers what a crash left; takes the folder's lock. On return the opening
     * itself is on record and sealed.
     *
     * @param origin names the log for ever, such as {@code hospital.example/audit/gateway-1}
     * @throws Refused when the folder is in use, is another log's, or fails verification: then
     *     nothing in it is touched
     * @throws AuditUnavailable when it cannot be written
     */
    public static AuditLog open(Path directory, AuditKey key, String origin, InstantSource clock) {
        return open(directory, key, origin, clock, Machine.real());
    }

    /**
     * The same for a log that is known: it is not begun anew, nor gone on with where it holds less.
     *
     * @throws Refused SP5003 then; and as the other
     */
    public static AuditLog open(
            Path directory,
            AuditKey key,
            String origin,
            Remembered remembered,
            InstantSource clock) {
        return open(
                new Recovery(new LogFolder(directory), key, origin, remembered),
                clock,
                Machine.real());
    }

    static AuditLog open(
            Path directory, AuditKey key, String origin, InstantSource clock, Machine machine) {
        return open(new Recovery(new LogFolder(directory), key, origin, null), clock, machine);
    }

    private static AuditLog open(Recovery recovery, InstantSource clock, Machine machine) {
        try {
            var opening = Opening.of(recovery, clock, machine);
            var log = new AuditLog(opening, recovery.key(), recovery.origin(), machine);
            log.begin(opening);
            return log;
        } catch (IOException failure) {
            throw AuditUnavailable.fromFailure(failure);
        }
    }

    /** Whether a log was begun in the folder: then there is a key that signs it. */
    public static boolean isBegun(Path directory) throws IOException {
        return Files.isDirectory(directory) && !new LogFolder(directory).unused();
    }

    /** Where it lies, for {@link LogReader}. */
    public Path folder() {
        return folder;
    }

    /**
     * Takes an event into the buffer: it is in order, and not yet durable. Waits, for a bounded
     * time, only while the buffer is full.
     *
     * @return the event's index
     * @throws AuditUnavailable when it was not taken; nothing it vouches for may be released
     */
    public long append(AuditEvent event) {
        long index = queue.append(event);
        queue.ask();
        return index;
    }

    /**
     * As {@link #append}, but nothing happens to the event before the next {@link #ask}: for a
     * thread that has several at once, which then share a force.
     */
    public long enqueue(AuditEvent event) {
        return queue.append(event);
    }

    /**
     * Has everything taken so far made durable: by the calling thread itself, in some ten
     * microseconds, while the disk is prompt and nobody else writes; else by the committer. A disk
     * that stalls holds the caller up once, for as long as it stalls.
     */
    public void ask() {
        if (!committer.commitHere()) {
            queue.ask();
        }
    }

    /** All events with a lower index are on disk. */
    public long durable() {
        return receipts.durable();
    }

    /**
     * Calls the listener once for each batch with {@link #durable()}, on the committer's thread: it
     * must not wait, and must not throw, for that poisons the log.
     */
    public void onDurable(LongConsumer listener) {
        receipts.onDurable(listener);
    }

    /**
     * Waits, for a bounded time, until the event is on disk.
     *
     * @throws AuditUnavailable when it is not: what it vouches for may not be released
     */
    public void await(long index) {
        receipts.await(index);
    }

    /**
     * Calls the listener once when the log is poisoned: everything is to be refused from then on.
     */
    public void onFailure(Consumer<AuditUnavailable> listener) {
        receipts.onFailure(listener);
    }

    /**
     * Ends with a checkpoint over the last event. A poisoned log is left as the failure left it.
     */
    @Override
    public void close() {
        if (!lock.isValid()) {
            return;
        }
        try {
            finish();
        } finally {
            release();
        }
    }

    private void begin(Opening opening) throws IOException {
        committing.start();
        try {
            long last = -1;
            for (var event : opening.first()) {
                last = append(event);
            }
            receipts.await(last);
            sealer.seal();
        } catch (IOException | AuditUnavailable failure) {
            poison(failure);
            release();
            throw failure;
        }
        sealing.start();
    }

    private void finish() {
        var closed = AuditUnavailable.because("the record is closed", "");
        try {
            queue.end(new LogClose(), closed);
        } catch (AuditUnavailable full) {
            poison(full);
        }
        join(committing);
        sealer.end();
        join(sealing);
        try {
            if (!receipts.failed()) {
                committer.retire();
            }
        } catch (IOException failure) {
            poison(failure);
        }
        receipts.fail(closed);
    }

    private void poison(Throwable failure) {
        var why = AuditUnavailable.fromFailure(failure);
        queue.refuse(why);
        sealer.abandon();
        receipts.fail(why);
    }

    private void join(Thread thread) {
        try {
            if (!thread.join(CLOSE_WAIT)) {
                poison(new IOException("the disk does not answer"));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            poison(interrupted);
        }
    }

    private void release() {
        try {
            committer.segment().abandon();
            segments.close();
        } catch (IOException failure) {
            poison(failure);
        }
        try {
            lock.acquiredBy().close();
        } catch (IOException failure) {
            poison(failure);
        }
    }
}
