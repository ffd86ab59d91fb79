package dev.sallyport.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first 64 bytes of a segment.
 *
 * @param generation random; every frame of the segment repeats it
 * @param first index of the first event
 * @param capacity the file's length until it is cut
 * @param originHash names the log, so that a segment of another log is not taken for this one's
 */
record SegmentHeader(int generation, long first, long capacity, long originHash) {
    static final int BYTES = 64;

    private static final byte[] MAGIC = "SALLYPORT LOG 1\n".getBytes(US_ASCII);
    private static final int CRC_AT = BYTES - Integer.BYTES;

    static long originHash(String origin) {
        return ByteBuffer.wrap(Hash.sha256(Json.utf8(origin))).getLong();
    }

    byte[] encoded() {
        var bytes = ByteBuffer.allocate(BYTES);
        bytes.put(MAGIC).putInt(generation).putLong(first).putLong(capacity).putLong(originHash);
        bytes.putInt(CRC_AT, checksum(bytes.array()));
        return bytes.array();
    }

    /** Null where any of the bytes is not what a writer wrote. */
    static @Nullable SegmentHeader decode(byte[] bytes) {
        var from = ByteBuffer.wrap(bytes, MAGIC.length, BYTES - MAGIC.length);
        var header =
                new SegmentHeader(from.getInt(), from.getLong(), from.getLong(), from.getLong());
        return Arrays.equals(header.encoded(), Arrays.copyOf(bytes, BYTES)) ? header : null;
    }

    private static int checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, CRC_AT);
        return (int) crc.getValue();
    }
}
