package dev.sallyport.audit;

import dev.sallyport.audit.Disk.SegmentIo;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A segment being written. One thread at a time. */
final class Segment {
    private final SegmentIo io;
    private final SegmentHeader header;
    private long end;

    Segment(SegmentIo io, SegmentHeader header, long end) {
        this.io = io;
        this.header = header;
        this.end = end;
    }

    int generation() {
        return header.generation();
    }

    boolean fits(int bytes) {
        return end + bytes <= header.capacity();
    }

    /** On return the bytes are durable. */
    void commit(byte[] bytes, int from, int to) throws IOException {
        if (from < to) {
            io.write(ByteBuffer.wrap(bytes, from, to - from), end);
            io.force();
            end += to - from;
        }
    }

    /** Ends it at its true length: what follows the last event then is not there at all. */
    void retire() throws IOException {
        io.cut(end);
        io.close();
    }

    void abandon() throws IOException {
        io.close();
    }
}
