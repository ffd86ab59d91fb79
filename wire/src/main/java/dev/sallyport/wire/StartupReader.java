package dev.sallyport.wire;

import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;

/** Reads the first packet of a connection, within the bounds of the server. */
final class StartupReader {
    private static final int LEAST = 2 * Integer.BYTES;
    private static final String NAME = "startup packet";

    private StartupReader() {}

    static StartupPacket read(ByteBuf in) {
        if (in.readableBytes() < Integer.BYTES) {
            return new Incomplete();
        }
        // Judged before the rest arrives: whoever sends garbage is told at once.
        var length = in.getInt(in.readerIndex());
        if (length < LEAST || length > FrameLimit.STARTUP) {
            return new Malformed(
                    "length %d of the startup packet is not within %d and %d"
                            .formatted(length, LEAST, FrameLimit.STARTUP));
        }
        if (in.readableBytes() < length) {
            return new Incomplete();
        }
        var body = new Body(in, in.readerIndex() + Integer.BYTES, length - Integer.BYTES);
        var packet = packet(body.integer(), body);
        var malformed =
                packet instanceof StartupPacket.UnsupportedVersion ? null : body.finish(NAME);
        if (malformed != null) {
            return malformed;
        }
        in.skipBytes(length);
        return packet;
    }

    private static StartupPacket packet(int code, Body body) {
        return switch (code) {
            case StartupPacket.SslRequest.CODE -> new StartupPacket.SslRequest();
            case StartupPacket.GssEncRequest.CODE -> new StartupPacket.GssEncRequest();
            case StartupPacket.CancelRequest.CODE ->
                    new StartupPacket.CancelRequest(CancelKey.read(body));
            default -> startup(code >>> Short.SIZE, code & 0xFFFF, body);
        };
    }

    private static StartupPacket startup(int major, int minor, Body body) {
        if (major != StartupPacket.MAJOR) {
            return new StartupPacket.UnsupportedVersion(major, minor);
        }
        var parameters = new LinkedHashMap<String, String>();
        // The server takes the last of two; which one we judged must not be a question.
        for (var name = body.text(); !name.isEmpty(); name = body.text()) {
            if (parameters.putIfAbsent(name, body.text()) != null) {
                body.fail("names a parameter twice");
            }
        }
        if (parameters.getOrDefault("user", "").isEmpty()) {
            body.fail("names no user");
        }
        return new StartupPacket.Startup(major, minor, parameters);
    }
}
