package dev.sallyport.audit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * How one event stands in a segment: 36 bytes of header, then the event's bytes.
 *
 * <pre>
 *  0 int  length of the event        20 int  CRC-32C of the event
 *  4 int  generation of the segment  24 long start of the previous event's leaf hash
 *  8 long index                      32 int  CRC-32C of the 32 bytes above
 * 16 int  how many events before this one were not yet durable when it was written
 * </pre>
 *
 * Generation, index and chain tell a frame of another segment, another place or an older life of
 * the file; the count at 16 tells a frame written with its damaged neighbour from one written after
 * that neighbour was acknowledged.
 */
final class Frame {
    static final int HEADER_BYTES = 36;

    /** The C2SP limit of an entry, an unsigned 16-bit length. */
    static final int MAX_PAYLOAD = 65_535;

    static final int MAX_BYTES = HEADER_BYTES + MAX_PAYLOAD;

    private static final int GENERATION = 4;
    private static final int INDEX = 8;
    private static final int UNSETTLED = 16;
    private static final int PAYLOAD_CRC = 20;
    private static final int CHAIN = 24;
    private static final int HEADER_CRC = 32;
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Frame() {}

    static void reserve(byte[] bytes, int at, int length) {
        INT.set(bytes, at, length);
    }

    static int length(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static long index(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at + INDEX);
    }

    static int generation(byte[] bytes, int at) {
        return (int) INT.get(bytes, at + GENERATION);
    }

    static long chain(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at + CHAIN);
    }

    /** All events below this index were durable before this frame was written. */
    static long settled(byte[] bytes, int at) {
        return index(bytes, at) - Integer.toUnsignedLong((int) INT.get(bytes, at + UNSETTLED));
    }

    /** Completes the header of the event whose length is already reserved. */
    static void seal(
            byte[] bytes,
            int at,
            int generation,
            long index,
            long settled,
            long chain,
            CRC32C crc) {
        INT.set(bytes, at + GENERATION, generation);
        LONG.set(bytes, at + INDEX, index);
        INT.set(bytes, at + UNSETTLED, (int) (index - settled));
        INT.set(
                bytes,
                at + PAYLOAD_CRC,
                checksum(crc, bytes, at + HEADER_BYTES, length(bytes, at)));
        LONG.set(bytes, at + CHAIN, chain);
        INT.set(bytes, at + HEADER_CRC, checksum(crc, bytes, at, HEADER_CRC));
    }

    static boolean headerHolds(byte[] bytes, int at, CRC32C crc) {
        int length = length(bytes, at);
        return length > 0
                && length <= MAX_PAYLOAD
                && (int) INT.get(bytes, at + HEADER_CRC) == checksum(crc, bytes, at, HEADER_CRC);
    }

    static boolean payloadHolds(byte[] bytes, int at, CRC32C crc) {
        return (int) INT.get(bytes, at + PAYLOAD_CRC)
                == checksum(crc, bytes, at + HEADER_BYTES, length(bytes, at));
    }

    /** What the next frame says about the event with this leaf hash. */
    static long chainOf(byte[] leafHashes, int at) {
        return (long) LONG.get(leafHashes, at);
    }

    private static int checksum(CRC32C crc, byte[] bytes, int from, int length) {
        crc.reset();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
