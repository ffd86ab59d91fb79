package dev.sallyport.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** Writes one frame: begins it, takes its fields, and fills in its length at the end. */
final class FrameWriter {
    private final ByteBuf out;
    private final int lengthIndex;

    private FrameWriter(ByteBuf out) {
        this.out = out;
        this.lengthIndex = out.writerIndex();
        out.writeInt(0);
    }

    static FrameWriter untyped(ByteBuf out) {
        return new FrameWriter(out);
    }

    static FrameWriter of(ByteBuf out, FrontendType type) {
        return new FrameWriter(out.writeByte(type.code()));
    }

    static FrameWriter of(ByteBuf out, BackendType type) {
        return new FrameWriter(out.writeByte(type.code()));
    }

    FrameWriter octet(int value) {
        out.writeByte(value);
        return this;
    }

    FrameWriter unsignedShort(int value) {
        out.writeShort(value);
        return this;
    }

    FrameWriter integer(int value) {
        out.writeInt(value);
        return this;
    }

    FrameWriter text(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a zero inside a zero-terminated string");
        }
        ByteBufUtil.writeUtf8(out, text);
        return octet(0);
    }

    FrameWriter unterminated(String text) {
        ByteBufUtil.writeUtf8(out, text);
        return this;
    }

    FrameWriter bytes(ByteBuf bytes) {
        out.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
        return this;
    }

    FrameWriter bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    void end() {
        out.setInt(lengthIndex, out.writerIndex() - lengthIndex);
    }
}
