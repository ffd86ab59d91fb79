package dev.sallyport.wire;

import io.netty.buffer.ByteBuf;

/** The two names at the head of a Bind that may be too long to hold whole. */
public sealed interface BindNames permits BindNames.Read, Incomplete, Malformed {

    /**
     * The names as the server keeps them.
     *
     * @param length bytes of the frame up to the end of the names, header included
     */
    record Read(String portal, String statement, int length) implements BindNames {}

    /**
     * Reads as much of a Bind at the index as has arrived. Names that are not complete within the
     * bound of a small message are malformed, so that nobody holds a gigabyte waiting for a zero.
     */
    static BindNames at(ByteBuf buffer, int index, FrontendFrame.Header header) {
        var arrived = buffer.writerIndex() - index - FrontendFrame.HEADER;
        var head = Math.min(Math.min(header.body(), arrived), FrameLimit.SMALL);
        if (head < 0) {
            return new Incomplete();
        }
        var body = new Body(buffer, index + FrontendFrame.HEADER, head);
        var names = new Read(body.name(), body.name(), body.index() - index);
        body.rest();
        var malformed = body.finish(header.type().name());
        if (malformed == null) {
            return names;
        }
        return head == arrived && head < header.body() && body.lacksTerminator()
                ? new Incomplete()
                : malformed;
    }
}
