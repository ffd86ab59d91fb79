import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/** Group-commit log: events are copied under a short lock, one commit hashes, frames, writes and forces all that waited. */
final class AuditLog {
    static final int EVENT = 350, HEAD = 40, SEGMENT = 256 << 20;
    /** Pause between two commits, in ns: fewer forces when the machine is short of CPU. */
    static final long LINGER = Long.getLong("linger", 0);

    /** Whoever must hear that a batch is durable: a session's thread, or one event loop for all its sessions. */
    abstract static class Waiter {
        private long batch = -1;
        abstract void durable();
    }

    /** Off only to see what the force costs. */
    private static final boolean FORCE = !Boolean.getBoolean("noforce");

    private final FileChannel file;
    private final MessageDigest sha = sha256();
    private final CRC32C crc = new CRC32C();
    private final ReentrantLock committing = new ReentrantLock();
    private byte[] active = new byte[8 << 20], spare = new byte[8 << 20];
    private ArrayList<Waiter> waiters = new ArrayList<>(), spareWaiters = new ArrayList<>();
    private int fill;
    private long appended, batch, position;
    private volatile long durable;
    private volatile boolean idle;
    private Thread committer;
    long batches;

    AuditLog(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        for (var zeros = ByteBuffer.allocateDirect(1 << 20); file.position() < SEGMENT; zeros.clear()) file.write(zeros);
        file.force(true);
    }

    void startCommitter() { committer = Thread.ofPlatform().daemon().name("committer").start(this::commitForever); }

    long durable() { return durable; }

    synchronized long appended() { return appended; }

    synchronized long append(Waiter waiter, byte[] who, byte[] what, long rows) {
        var at = fill + HEAD;
        var event = ByteBuffer.wrap(active, at, EVENT);
        event.putLong(++appended).putLong(System.currentTimeMillis()).putLong(rows).put(who);
        event.put(what, 0, Math.min(what.length, event.remaining()));
        java.util.Arrays.fill(active, event.position(), at + EVENT, (byte) 0);
        fill = at + EVENT;
        if (waiter.batch != batch) {
            waiter.batch = batch;
            waiters.add(waiter);
        }
        return appended;
    }

    void wake() {
        if (idle) {
            idle = false;
            LockSupport.unpark(committer);
        }
    }

    /** Waits on the committer thread. */
    void await(long sequence) {
        if (durable < sequence) wake();
        while (durable < sequence) LockSupport.park(this);
    }

    /** Waits without a committer thread: whoever finds no commit running commits for all who wait, as PostgreSQL does with its WAL. */
    void commitOrAwait(long sequence) {
        while (durable < sequence) {
            if (!committing.tryLock()) {
                LockSupport.park(this);
                continue;
            }
            try { if (durable < sequence) commit(); } finally { committing.unlock(); }
            Waiter next;
            synchronized (this) { next = waiters.isEmpty() ? null : waiters.getFirst(); }
            if (next != null) next.durable();
        }
    }

    private void commitForever() {
        while (true) {
            while (commit()) if (LINGER > 0) LockSupport.parkNanos(LINGER);
            idle = true;
            if (pending()) { idle = false; continue; }
            LockSupport.park(this);
            idle = false;
        }
    }

    private synchronized boolean pending() { return fill > 0; }

    /** One batch; called by one thread at a time. */
    boolean commit() {
        byte[] bytes;
        ArrayList<Waiter> told;
        int end;
        long last;
        synchronized (this) {
            if (fill == 0) return false;
            bytes = active; active = spare; spare = bytes;
            told = waiters; waiters = spareWaiters; spareWaiters = told;
            end = fill; fill = 0; last = appended; batch++;
        }
        try {
            for (var at = 0; at < end; at += HEAD + EVENT) frame(bytes, at);
            if (position + end > SEGMENT) position = 0; // the spike reuses its one segment
            position += file.write(ByteBuffer.wrap(bytes, 0, end), position);
            if (FORCE) file.force(false);
        } catch (IOException | GeneralSecurityException broken) {
            Runtime.getRuntime().halt(3);
        }
        batches++;
        durable = last;
        for (var i = 0; i < told.size(); i++) told.get(i).durable();
        told.clear();
        return true;
    }

    private void frame(byte[] bytes, int at) throws GeneralSecurityException {
        sha.update((byte) 0);
        sha.update(bytes, at + HEAD, EVENT);
        sha.digest(bytes, at + 8, 32);
        crc.reset();
        crc.update(bytes, at + 8, 32 + EVENT);
        ByteBuffer.wrap(bytes, at, 8).putInt(EVENT).putInt((int) crc.getValue());
    }

    private static MessageDigest sha256() {
        try { return MessageDigest.getInstance("SHA-256"); } catch (GeneralSecurityException never) { throw new AssertionError(never); }
    }
}
