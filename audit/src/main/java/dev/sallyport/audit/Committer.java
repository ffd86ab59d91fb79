package dev.sallyport.audit;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The one writer: hashes, frames, writes and forces a batch, then says how far the log is durable.
 */
final class Committer implements Runnable {
    private final EventQueue queue;
    private final Segments segments;
    private final Sealer sealer;
    private final Receipts receipts;
    private final Consumer<Throwable> failures;
    private final Hash hash = new Hash();
    private final CRC32C crc = new CRC32C();
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

    /** Any failure is final: a force that failed once may lie when it is asked again. */
    @Override
    public void run() {
        ShortSlice.take();
        try {
            for (var batch = queue.take(); batch != null; batch = queue.take()) {
                if (receipts.failed()) {
                    return;
                }
                commit(batch);
            }
        } catch (Throwable failure) {
            failures.accept(failure);
        }
    }

    Segment segment() {
        return segment;
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
