package dev.sallyport.audit;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The one writer: hashes, frames, writes and forces a batch, then says how far the log is durable.
 * On a thread of its own, or on one that asks: one at a time.
 */
final class Committer implements Runnable {
    private final EventQueue queue;
    private final Segments segments;
    private final Sealer sealer;
    private final Receipts receipts;
    private final Consumer<Throwable> failures;
    private final Hash hash = new Hash();
    private final CRC32C crc = new CRC32C();
    private final ReentrantLock writing = new ReentrantLock();
    private final Promptness promptness = new Promptness(System.nanoTime());
    private volatile Segment segment;
    private long next;
    private long chain;

    Committer(
            EventQueue queue,
            Segments segments,
            Sealer sealer,
            Receipts receipts,
            Segment segment,
            long chain,
            Consumer<Throwable> failures) {
        this.queue = queue;
        this.segments = segments;
        this.sealer = sealer;
        this.receipts = receipts;
        this.segment = segment;
        this.next = receipts.durable();
        this.chain = chain;
        this.failures = failures;
    }

    @Override
    public void run() {
        ShortSlice.take();
        while (queue.awaitAsked()) {
            writing.lock();
            try {
                commitWaiting();
            } finally {
                writing.unlock();
            }
        }
    }

    /**
     * Commits what is there on the thread that calls, if nobody else is at it and the disk is
     * prompt: saves two switches of threads. Answers whether everything taken so far is seen to.
     */
    boolean commitHere() {
        if (!writing.tryLock()) {
            return false;
        }
        try {
            long began = System.nanoTime();
            if (!promptness.isPrompt(began)) {
                return false;
            }
            commitWaiting();
            long now = System.nanoTime();
            promptness.took(now - began, now);
            return true;
        } finally {
            writing.unlock();
        }
    }

    /** Ends the last segment, when nobody asks for commits any more. */
    void retire() throws IOException {
        writing.lock();
        try {
            segment.retire();
        } finally {
            writing.unlock();
        }
    }

    Segment segment() {
        return segment;
    }

    /** Any failure is final: a force that failed once may lie when it is asked again. */
    private void commitWaiting() {
        try {
            var batch = queue.take();
            if (batch != null && !receipts.failed()) {
                commit(batch);
            }
        } catch (Throwable failure) {
            failures.accept(failure);
        }
    }

    /** Forced before it may be sealed or called durable; who waited for it finds it sealable. */
    private void commit(EventBuffer batch) throws IOException {
        var leaves = new byte[batch.count() * Hash.BYTES];
        write(batch, leaves);
        sealer.accept(leaves);
        receipts.advance(next);
    }

    private void write(EventBuffer batch, byte[] leaves) throws IOException {
        var bytes = batch.bytes();
        long settled = next;
        int from = 0;
        int at = 0;
        for (int leaf = 0; leaf < leaves.length; leaf += Hash.BYTES) {
            int end = at + Frame.HEADER_BYTES + Frame.length(bytes, at);
            if (!segment.fits(end - from)) {
                segment.commit(bytes, from, at);
                settled = next;
                from = at;
                turn();
            }
            Frame.seal(bytes, at, segment.generation(), next, settled, chain, crc);
            hash.leaf(bytes, at + Frame.HEADER_BYTES, end - at - Frame.HEADER_BYTES, leaves, leaf);
            chain = Frame.chainOf(leaves, leaf);
            next++;
            at = end;
        }
        segment.commit(bytes, from, at);
    }

    /**
     * The next segment is there before this one is cut: a cut one is the last only after a close.
     */
    private void turn() throws IOException {
        var full = segment;
        segment = segments.next(next);
        sealer.retire(full);
    }
}
