package dev.sallyport.audit;

import dev.sallyport.audit.Disk.SegmentIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes segments of zeros ahead of need: a forced write into them changes no metadata, and a full
 * disk is met before a statement waits.
 */
final class Segments {
    private static final int ZEROS = 1 << 20;

    /** The largest block of the file systems in use. */
    static final int BLOCK = 4096;

    private final LogFolder folder;
    private final Disk disk;
    private final long originHash;
    private final int capacity;
    private final RandomGenerator random;
    private @Nullable SegmentIo spare;

    Segments(LogFolder folder, Disk disk, String origin, int capacity, RandomGenerator random) {
        if (capacity < SegmentHeader.BYTES + Frame.MAX_BYTES) {
            throw new IllegalArgumentException("a segment holds at least one event");
        }
        if (capacity % BLOCK != 0) {
            throw new IllegalArgumentException("a segment is written in whole blocks");
        }
        this.folder = folder;
        this.disk = disk;
        this.originHash = SegmentHeader.originHash(origin);
        this.capacity = capacity;
        this.random = random;
    }

    /** Called ahead of need by the sealer, so that the committer need not wait. */
    synchronized void prepare() throws IOException {
        if (spare == null) {
            spare = zeros();
        }
    }

    /** A segment whose name and header are durable before it holds any event. */
    synchronized Segment next(long first) throws IOException {
        prepare();
        var io = spare;
        spare = null;
        if (io == null) {
            throw new IllegalStateException("just prepared");
        }
        var header = new SegmentHeader(random.nextInt(), first, capacity, originHash);
        io.write(ByteBuffer.wrap(header.encoded()), 0);
        io.force();
        Files.move(folder.spare(), folder.segment(first), StandardCopyOption.ATOMIC_MOVE);
        DurableFile.forceFolder(folder.path());
        return new Segment(io, header, SegmentHeader.BYTES);
    }

    /** The segment a crash left, to be continued behind its last whole event. */
    Segment resume(LogScan.Tail tail) throws IOException {
        return new Segment(disk.open(tail.file()), tail.header(), tail.end());
    }

    synchronized void close() throws IOException {
        if (spare != null) {
            spare.close();
            spare = null;
        }
        Files.deleteIfExists(folder.spare());
    }

    private SegmentIo zeros() throws IOException {
        Files.deleteIfExists(folder.spare());
        var temporary = folder.spare().resolveSibling("spare" + LogFolder.TEMPORARY);
        Files.deleteIfExists(temporary);
        var io = disk.open(temporary);
        for (int at = 0; at < capacity; at += ZEROS) {
            io.write(ByteBuffer.allocate(Math.min(ZEROS, capacity - at)), at);
        }
        io.force();
        Files.move(temporary, folder.spare(), StandardCopyOption.ATOMIC_MOVE);
        DurableFile.forceFolder(folder.path());
        return io;
    }
}
