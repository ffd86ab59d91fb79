package dev.sallyport.wire;

import io.netty.buffer.ByteBuf;

/** What stands at an index of a client's traffic after its startup packet, without copying. */
public sealed interface FrontendFrame permits FrontendFrame.Header, Incomplete, Malformed {

    /** The type byte and the length field: enough to relay or stream the body unheld. */
    int HEADER = 1 + Integer.BYTES;

    /**
     * A frame whose first five bytes have arrived, the rest perhaps not.
     *
     * @param total bytes of the whole frame, type byte included
     */
    record Header(FrontendType type, int total) implements FrontendFrame {

        public int body() {
            return total - HEADER;
        }

        /** Whether the frame that starts at the index is in the buffer to its end. */
        public boolean wholeIn(ByteBuf buffer, int index) {
            return buffer.writerIndex() - index >= total;
        }
    }

    /** Moves no index. A length above the type's limit is malformed as soon as it is read. */
    static FrontendFrame at(ByteBuf buffer, int index) {
        if (buffer.writerIndex() - index < HEADER) {
            return new Incomplete();
        }
        var code = buffer.getByte(index);
        var type = FrontendType.of(code);
        if (type == null) {
            return Malformed.unknownType(code);
        }
        var length = buffer.getInt(index + 1);
        if (length < Integer.BYTES) {
            return Malformed.tooShort(type.name(), length);
        }
        if (length > type.limit()) {
            return Malformed.tooLong(type.name(), length, type.limit());
        }
        return new Header(type, length + 1);
    }

    /** Whether the whole of a frame of that type stands at the index. Moves no index. */
    static boolean isWhole(FrontendType type, ByteBuf buffer, int index) {
        return at(buffer, index) instanceof Header header
                && header.type() == type
                && header.wholeIn(buffer, index);
    }
}
