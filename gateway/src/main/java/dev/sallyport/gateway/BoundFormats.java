package dev.sallyport.gateway;

import dev.sallyport.wire.BindNames;
import dev.sallyport.wire.FrontendFrame;
import dev.sallyport.wire.FrontendFrame.Header;
import dev.sallyport.wire.FrontendMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A Bind whose result has more columns than the client knows: each of them has a format, or all
 * have the same. PostgreSQL manual, "Message Formats", Bind.
 */
final class BoundFormats {
    private BoundFormats() {}

    /**
     * @param in at whose reader index the whole of it stands
     */
    static ByteBuf with(Added added, ByteBuf in, Header header, BindNames.Read names) {
        int start = in.readerIndex() + names.length();
        int end = in.readerIndex() + header.total();
        ByteBuf rest = Unpooled.buffer(end - start + 2 * added.columns());
        rest.writeBytes(in, start, end - start);
        int formats = formats(rest);
        if (formats >= 0 && added.swallowed()) {
            rest.setShort(formats, 0).writerIndex(formats + Short.BYTES);
        } else if (formats >= 0 && rest.getUnsignedShort(formats) > 1) {
            rest.setShort(formats, rest.getUnsignedShort(formats) + added.columns());
            rest.writeZero(added.columns() * Short.BYTES);
        }
        ByteBuf message = Unpooled.buffer(FrontendFrame.HEADER + names.length() + rest.capacity());
        new FrontendMessage.Bind(names.portal(), names.statement(), rest).write(message);
        rest.release();
        return message;
    }

    /**
     * Where the number of result formats stands; -1 where it cannot be read, as the server says.
     */
    private static int formats(ByteBuf rest) {
        int at = Short.BYTES + Short.BYTES * shortAt(rest, 0);
        int values = shortAt(rest, at);
        at += Short.BYTES;
        for (int value = 0; value < values; value++) {
            if (at + Integer.BYTES > rest.writerIndex()) {
                return -1;
            }
            at += Integer.BYTES + Math.max(0, rest.getInt(at));
        }
        boolean whole =
                at > 0 && at + Short.BYTES + Short.BYTES * shortAt(rest, at) == rest.writerIndex();
        return whole ? at : -1;
    }

    private static int shortAt(ByteBuf rest, int at) {
        return at >= 0 && at + Short.BYTES <= rest.writerIndex() ? rest.getUnsignedShort(at) : 0;
    }
}
