package dev.sallyport.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Stores the leaf hashes of durable events and signs checkpoints over them, beside the committer so
 * that its syncs delay nobody; also makes and cuts segments ahead and behind.
 */
final class Sealer implements Runnable {
    /** At most one checkpoint in this time: what lies behind the last one is not yet sealed. */
    static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(1);

    /** Two million events: a sealer so far behind will not catch up, so the log stops. */
    private static final int MAX_PENDING_BYTES = 64 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Queue<Segment> full = new ArrayDeque<>();
    private final LogFolder folder;
    private final Segments segments;
    private final AuditKey key;
    private final String origin;
    private final Duration every;
    private final MerkleTree tree;
    private final Consumer<Throwable> failures;
    private ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private boolean ending;
    private boolean abandoned;
    private long due;

    Sealer(
            LogFolder folder,
            Segments segments,
            AuditKey key,
            String origin,
            Duration every,
            MerkleTree tree,
            Consumer<Throwable> failures) {
        this.folder = folder;
        this.segments = segments;
        this.key = key;
        this.origin = origin;
        this.every = every;
        this.tree = tree;
        this.failures = failures;
    }

    /** Takes the leaf hashes of events that are durable. */
    void accept(byte[] leaves) {
        lock.lock();
        try {
            if (pending.size() > MAX_PENDING_BYTES) {
                throw AuditUnavailable.because(
                        "no checkpoint could be written for two million events",
                        "check the disk of the record, then start again");
            }
            if (pending.size() == 0) {
                due = System.nanoTime() + every.toNanos();
                work.signal();
            }
            pending.writeBytes(leaves);
        } finally {
            lock.unlock();
        }
    }

    void retire(Segment segment) {
        lock.lock();
        try {
            full.add(segment);
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ending = true;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** A poisoned log is sealed no further. */
    void abandon() {
        lock.lock();
        try {
            abandoned = true;
            end();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            boolean more = true;
            while (more) {
                more = awaitWork();
                cutFull();
                if (more) {
                    segments.prepare();
                }
                if (sealDue()) {
                    seal();
                }
            }
        } catch (Throwable failure) {
            failures.accept(failure);
        }
    }

    /** Leaf hashes first: a checkpoint never promises hashes that are not on disk. */
    void seal() throws IOException {
        var leaves = takePending();
        append(leaves);
        tree.addAll(leaves, leaves.length);
        var note = Checkpoint.of(origin, tree).signed(key);
        DurableFile.replace(folder.checkpoint(), Json.utf8(note));
    }

    private boolean awaitWork() throws InterruptedException {
        lock.lock();
        try {
            while (!ending && full.isEmpty() && pending.size() == 0) {
                work.await();
            }
            long left = due - System.nanoTime();
            while (!ending && full.isEmpty() && left > 0) {
                left = work.awaitNanos(left);
            }
            return !ending;
        } finally {
            lock.unlock();
        }
    }

    private boolean sealDue() {
        lock.lock();
        try {
            boolean due = ending || System.nanoTime() - this.due >= 0;
            return pending.size() > 0 && !abandoned && due;
        } finally {
            lock.unlock();
        }
    }

    private void cutFull() throws IOException {
        for (var segment = nextFull(); segment.isPresent(); segment = nextFull()) {
            segment.get().retire();
        }
    }

    private Optional<Segment> nextFull() {
        lock.lock();
        try {
            return Optional.ofNullable(full.poll());
        } finally {
            lock.unlock();
        }
    }

    private byte[] takePending() {
        lock.lock();
        try {
            var leaves = pending.toByteArray();
            pending = new ByteArrayOutputStream();
            return leaves;
        } finally {
            lock.unlock();
        }
    }

    private void append(byte[] leaves) throws IOException {
        try (var channel =
                FileChannel.open(
                        folder.leafHashes(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(leaves);
            for (long at = tree.size() * Hash.BYTES; bytes.hasRemaining(); ) {
                at += channel.write(bytes, at);
            }
            channel.force(true);
        }
    }
}
