package dev.sallyport.wire;

import io.netty.buffer.ByteBuf;

/** A message that can be written as the bytes of the protocol. */
public interface Outgoing {

    /** Appends the whole frame; reads no index of a buffer it holds. */
    void write(ByteBuf out);
}
