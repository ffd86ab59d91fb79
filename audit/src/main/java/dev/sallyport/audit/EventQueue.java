package dev.sallyport.audit;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Two buffers between many sessions and one committer: while one is forced the other fills. */
final class EventQueue {
    /** Ten thousand events; at 30,000 a second a disk may stall for 0.3 s before anyone waits. */
    static final int BUFFER_BYTES = 4 << 20;

    /** How long a session waits for room; longer than the stalls of 4 s seen on shared disks. */
    static final Duration ROOM_WAIT = Duration.ofSeconds(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final EventWriter writer;
    private EventBuffer filling;
    private EventBuffer other;
    private long next;
    private boolean asked;
    private boolean committerWaits;
    private @Nullable AuditUnavailable refusal;

    EventQueue(EventWriter writer, long next, int bufferBytes) {
        this.writer = writer;
        this.next = next;
        this.filling = new EventBuffer(bufferBytes);
        this.other = new EventBuffer(bufferBytes);
    }

    /**
     * The index under the lock is the order in the log, and the order of the times in it. The
     * committer is not woken: that is {@link #ask}.
     */
    long append(AuditEvent event) {
        lock.lock();
        try {
            awaitRoom();
            write(event);
            return next++;
        } finally {
            lock.unlock();
        }
    }

    /** Has the committer take what is there: at once, or when it is done with what it has. */
    void ask() {
        lock.lock();
        try {
            asked = true;
            if (committerWaits) {
                filled.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Accepts the last event; from then on all is refused. */
    void end(AuditEvent last, AuditUnavailable why) {
        lock.lock();
        try {
            append(last);
            refusal = why;
            filled.signal();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void refuse(AuditUnavailable why) {
        lock.lock();
        try {
            refusal = refusal == null ? why : refusal;
            filled.signal();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until somebody asks for a commit; answers whether there may be anything to commit. */
    boolean awaitAsked() {
        lock.lock();
        try {
            committerWaits = true;
            while (!asked && refusal == null) {
                filled.awaitUninterruptibly();
            }
            committerWaits = false;
            return asked || filling.count() > 0;
        } finally {
            lock.unlock();
        }
    }

    /** The events that came since the last batch was taken; null where none did. */
    @Nullable EventBuffer take() {
        lock.lock();
        try {
            asked = false;
            if (filling.count() == 0) {
                return null;
            }
            var batch = filling;
            filling = other;
            other = batch;
            filling.clear();
            room.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void write(AuditEvent event) {
        filling.begin();
        boolean whole = false;
        try {
            writer.write(event, filling);
            filling.end();
            whole = true;
        } finally {
            if (!whole) {
                filling.abandon();
            }
        }
    }

    private void awaitRoom() {
        try {
            long left = ROOM_WAIT.toNanos();
            while (refusal == null && !filling.roomForOne() && left > 0) {
                asked = true;
                filled.signal();
                left = room.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw AuditUnavailable.because("the wait for the record was interrupted", "");
        }
        if (refusal != null) {
            throw refusal;
        }
        if (!filling.roomForOne()) {
            throw AuditUnavailable.because(
                    "the record had no room for %d s: its disk does not keep up"
                            .formatted(ROOM_WAIT.toSeconds()),
                    "try again later");
        }
    }
}
