package dev.sallyport.gateway;

import dev.sallyport.wire.FrontendFrame;
import dev.sallyport.wire.FrontendFrame.Header;
import dev.sallyport.wire.FrontendType;
import io.netty.buffer.ByteBuf;

/** Looks whether a client that is gone said so before. */
final class Goodbye {
    private Goodbye() {}

    /** Whether a Terminate is among the whole messages from the index on. */
    static boolean isIn(ByteBuf in, long index) {
        long at = index;
        while (FrontendFrame.at(in, (int) Math.min(at, in.writerIndex()))
                instanceof Header header) {
            if (header.type() == FrontendType.TERMINATE) {
                return true;
            }
            at += header.total();
        }
        return false;
    }
}
