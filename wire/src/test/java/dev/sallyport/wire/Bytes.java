package dev.sallyport.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes of the protocol as tests write them down. */
final class Bytes {
    private Bytes() {}

    static ByteBuf of(Outgoing message) {
        var out = Unpooled.buffer();
        message.write(out);
        return out;
    }

    static ByteBuf text(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuf hex(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    static String hex(Outgoing message) {
        return ByteBufUtil.hexDump(of(message));
    }

    /** A frame of a type with a body that says its right length. */
    static ByteBuf frame(char type, ByteBuf body) {
        var out = Unpooled.buffer().writeByte(type).writeInt(body.readableBytes() + Integer.BYTES);
        return out.writeBytes(body);
    }

    /** A frame's header and nothing else. */
    static ByteBuf header(char type, int length) {
        return Unpooled.buffer().writeByte(type).writeInt(length);
    }
}
