package dev.sallyport.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;

/** One direction of a session: keeps what has arrived and not yet gone on. */
abstract class Relay extends ChannelInboundHandlerAdapter {
    final Session session;

    /** What has arrived, from the first byte not yet read. */
    ByteBuf in = Unpooled.EMPTY_BUFFER;

    /** Start of the bytes that are read and have not gone on. */
    int from;

    /** Bytes of a long message that may pass unread. */
    long passing;

    /** Bytes of a message that does not go on. */
    long dropping;

    private boolean reading;
    private boolean over;

    Relay(Session session) {
        this.session = session;
    }

    /** More has arrived. */
    abstract void arrived();

    /** The other end of this direction is gone. */
    abstract void gone();

    @Override
    public final void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (session.isOver()) {
            bytes.release();
            return;
        }
        if (in.isReadable()) {
            in = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), in, bytes);
        } else {
            in.release();
            in = bytes;
        }
        reading = true;
        try {
            arrived();
        } finally {
            reading = false;
        }
        if (over) {
            letGo();
        }
    }

    /** Nothing more of it is read: for one that leaves no pipeline when its session is over. */
    final void over() {
        over = true;
        if (!reading) {
            letGo();
        }
    }

    /** Reads over what has arrived of the bytes that may pass. */
    final void pass() {
        int now = (int) Math.min(passing, in.readableBytes());
        in.skipBytes(now);
        passing -= now;
    }

    /** Reads over what has arrived of the bytes that do not go on. */
    final void dropArrived() {
        int now = (int) Math.min(dropping, in.readableBytes());
        in.skipBytes(now);
        dropping -= now;
        from = in.readerIndex();
    }

    /** Lets go of memory that is read to its end. */
    final void tidy() {
        if (!in.isReadable()) {
            letGo();
        }
    }

    void letGo() {
        in.release();
        in = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) {
        gone();
    }

    /** What came before the connection closed may still have to go on. */
    @Override
    public final void handlerRemoved(ChannelHandlerContext context) {
        if (session.isOver()) {
            letGo();
        }
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            gone();
        } else {
            session.broke(cause);
        }
    }

    /** Whether part of a message has been taken and the rest is to come. */
    final boolean isWithin() {
        return passing > 0;
    }
}
