package dev.sallyport.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Goes through one segment frame by frame and trusts none of its bytes. */
final class SegmentReader implements AutoCloseable {
    /** The least a disk writes whole; an unfinished write shows as zeros up to a multiple of it. */
    static final int SECTOR = 512;

    /**
     * A lost piece shorter than this may be a change of a few bytes: an event's own bytes hold no
     * NUL, so sixteen of them in a row were never written.
     */
    private static final int LOST_PAYLOAD = 16;

    /** A header's ends hold its generation and its checksum: eight zeros there were not written. */
    private static final int LOST_HEADER = 8;

    private final FileWindow window;
    private final Hash hash = new Hash();
    private final CRC32C crc = new CRC32C();
    private final byte[] leafHash = new byte[Hash.BYTES];
    private final @Nullable SegmentHeader header;
    private long index;
    private long chain;
    private long offset = SegmentHeader.BYTES;
    private int length;
    private long lost = -1;
    private String what = "";

    /** What stands next in the segment. */
    enum Step {
        /** A whole event. */
        EVENT,
        /** Nothing but the segment's end, or zeros up to it. */
        END,
        /** The start of an event whose rest was never written, and nothing behind it. */
        TORN,
        /** Bytes no writer left. */
        BAD
    }

    SegmentReader(Path file, long index, long chain) throws IOException {
        this.window = new FileWindow(file);
        this.index = index;
        this.chain = chain;
        this.header =
                window.load(0, SegmentHeader.BYTES) < SegmentHeader.BYTES
                        ? null
                        : SegmentHeader.decode(window.bytes());
    }

    /**
     * Of a log that is not read from its beginning: what is before the event is passed over by its
     * headers and not checked. Stands before that event, or before the last one that is there.
     */
    static SegmentReader joining(Path file, long first, long event) throws IOException {
        SegmentReader reader = new SegmentReader(file, first, 0);
        long next = reader.offset;
        for (long number = first; number <= event && reader.isFrame(next, number); number++) {
            int at = reader.window.position(next);
            reader.index = number;
            reader.chain = Frame.chain(reader.window.bytes(), at);
            reader.offset = next;
            next += Frame.HEADER_BYTES + Frame.length(reader.window.bytes(), at);
        }
        return reader;
    }

    private boolean isFrame(long place, long number) throws IOException {
        return header != null
                && window.load(place, Frame.HEADER_BYTES) == Frame.HEADER_BYTES
                && isFrame(window.position(place), number, header);
    }

    private boolean isFrame(int at, long number, SegmentHeader segment) {
        return Frame.headerHolds(window.bytes(), at, crc)
                && Frame.generation(window.bytes(), at) == segment.generation()
                && Frame.index(window.bytes(), at) == number;
    }

    /** Null where the segment's header is not one. */
    @Nullable SegmentHeader header() {
        return header;
    }

    /** The file has its true length: its writer was done with it. */
    boolean cut() {
        return header == null || window.size() < header.capacity();
    }

    boolean tooLong() {
        return header == null || window.size() > header.capacity();
    }

    Step next() throws IOException {
        offset += length;
        length = 0;
        int have = window.load(offset, Frame.HEADER_BYTES);
        if (have == 0 && offset >= window.size()) {
            return Step.END;
        }
        if (window.zero(offset, Frame.HEADER_BYTES)) {
            return padding();
        }
        if (have < Frame.HEADER_BYTES) {
            return bad("it is cut short");
        }
        int at = window.position(offset);
        if (!Frame.headerHolds(window.bytes(), at, crc)) {
            return damaged(offset, offset + Frame.HEADER_BYTES, LOST_HEADER);
        }
        return frame(Frame.HEADER_BYTES + Frame.length(window.bytes(), at));
    }

    /** The bytes of the event just read. */
    byte[] json() {
        int at = window.position(offset);
        return Arrays.copyOfRange(window.bytes(), at + Frame.HEADER_BYTES, at + length);
    }

    /** The leaf hash of the event just read; the array is overwritten by the next. */
    byte[] leafHash() {
        return leafHash;
    }

    /** Of the event that stands next. */
    long index() {
        return index;
    }

    long chain() {
        return chain;
    }

    long offset() {
        return offset;
    }

    /** Behind the event just read. */
    long end() {
        return offset + length;
    }

    String what() {
        return what;
    }

    /** Whether a write that never finished can have left the frame that is bad here. */
    boolean unfinished() {
        return lost >= 0;
    }

    /** A segment nobody has written an event into, of the length expected; -1 for any length. */
    boolean blank(long capacity) throws IOException {
        boolean length = capacity < 0 || window.size() == capacity;
        long from = header == null ? 0 : SegmentHeader.BYTES;
        return length && window.usedEnd(from) == from;
    }

    long usedEnd() throws IOException {
        return window.usedEnd(offset);
    }

    /**
     * Whether something behind the bad frame was written after the event that should stand here was
     * durable: then it is no unfinished write but damage.
     */
    boolean settledBehind() throws IOException {
        long end = usedEnd();
        for (long at = offset + 1; at + Frame.HEADER_BYTES <= end; at++) {
            window.load(at, Frame.HEADER_BYTES);
            if (settledAt(window.position(at))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        window.close();
    }

    private Step frame(int bytes) throws IOException {
        if (window.load(offset, bytes) < bytes) {
            return bad("it is cut short");
        }
        int at = window.position(offset);
        if (!inPlace(at)) {
            return bad("another event or segment stands in its place");
        }
        if (!Frame.payloadHolds(window.bytes(), at, crc)) {
            return damaged(offset + Frame.HEADER_BYTES, offset + bytes, LOST_PAYLOAD);
        }
        hash.leaf(window.bytes(), at + Frame.HEADER_BYTES, bytes - Frame.HEADER_BYTES, leafHash, 0);
        chain = Frame.chainOf(leafHash, 0);
        index++;
        length = bytes;
        return Step.EVENT;
    }

    private boolean inPlace(int at) {
        return header != null
                && Frame.generation(window.bytes(), at) == header.generation()
                && Frame.index(window.bytes(), at) == index
                && Frame.chain(window.bytes(), at) == chain;
    }

    private Step padding() throws IOException {
        long used = usedEnd();
        if (used == offset) {
            return cut() ? bad("zeros stand where the segment ends") : Step.END;
        }
        if (!window.zero(offset, Frame.HEADER_BYTES)) {
            // Those zeros were read ahead; a writer has gone on here since.
            return next();
        }
        long sectorEnd = (offset / SECTOR + 1) * SECTOR;
        boolean sectorLost = window.zero(offset, (int) (sectorEnd - offset));
        lost = sectorLost ? offset : -1;
        return bad("there are bytes behind the last event");
    }

    private Step damaged(long from, long to, int least) throws IOException {
        lost = lostPiece(from, to, least);
        if (lost >= 0 && !cut() && usedEnd() <= lost) {
            return Step.TORN;
        }
        return bad("its bytes were changed");
    }

    /** Start of the first piece of a sector in a range that holds nothing but zeros; or -1. */
    private long lostPiece(long from, long to, int least) throws IOException {
        for (long start = from; start < to; start = (start / SECTOR + 1) * SECTOR) {
            long end = Math.min(to, (start / SECTOR + 1) * SECTOR);
            if (end - start >= least && window.zero(start, (int) (end - start))) {
                return start;
            }
        }
        return -1;
    }

    private boolean settledAt(int at) {
        return header != null
                && Frame.generation(window.bytes(), at) == header.generation()
                && Frame.headerHolds(window.bytes(), at, crc)
                && Frame.settled(window.bytes(), at) > index;
    }

    private Step bad(String found) {
        what = found;
        return Step.BAD;
    }
}
