package dev.sallyport.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

/**
 * Closes a connection so that what was said last arrives. Whoever closes while the other side still
 * sends breaks its connection, and with that what it has not read yet: so only our side is closed,
 * and what comes is thrown away until the other side closes too, or its time is up.
 */
final class LastWord extends ChannelInboundHandlerAdapter {
    private LastWord() {}

    /** All has been written to the channel. On its event loop; has no effect a second time. */
    static void isSaid(Channel channel) {
        if (channel.pipeline().get(LastWord.class) != null) {
            return;
        }
        channel.pipeline().addFirst(new LastWord());
        channel.config().setAutoRead(true);
        Refusal.closeSoon(channel);
        channel.writeAndFlush(channel.alloc().buffer(0)).addListener(_ -> closeOurSide(channel));
    }

    private static void closeOurSide(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        ChannelFuture closed = tls == null ? channel.newSucceededFuture() : tls.closeOutbound();
        closed.addListener(_ -> ((DuplexChannel) channel).shutdownOutput());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }
}
