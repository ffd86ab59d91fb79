package dev.sallyport.gateway;

import dev.sallyport.wire.StartupPacket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Asks the database for TLS before anything else is said; never goes on in the clear. The next
 * handler sees the connection as active once the encryption stands.
 */
final class TlsNegotiation extends ChannelInboundHandlerAdapter {
    private final UpstreamTls tls;
    private final InetSocketAddress host;
    private final Consumer<String> unsafe;

    /**
     * @param unsafe told once why there will be no encryption
     */
    TlsNegotiation(UpstreamTls tls, InetSocketAddress host, Consumer<String> unsafe) {
        this.tls = tls;
        this.host = host;
        this.unsafe = unsafe;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ByteBuf out = context.alloc().ioBuffer();
        new StartupPacket.SslRequest().write(out);
        context.writeAndFlush(out, context.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        byte letter = in.readByte();
        // Bytes after the letter came in the clear and would be taken for encrypted.
        boolean more = in.isReadable();
        in.release();
        if (letter != 'S' || more) {
            refuse(context, more ? "it does not speak the protocol" : "it offers no TLS");
            return;
        }
        SslHandler handler = tls.handler(host, context.alloc());
        context.pipeline().addFirst("tls", handler);
        handler.handshakeFuture()
                .addListener(done -> {
                    if (done.isSuccess()) {
                        encrypted(context, handler.engine().getSession());
                    } else {
                        refuse(context, UpstreamTls.reason(done.cause()));
                    }
                });
    }

    private void encrypted(ChannelHandlerContext context, SSLSession session) {
        try {
            tls.recheck(session);
        } catch (GeneralSecurityException | SSLPeerUnverifiedException e) {
            refuse(context, UpstreamTls.reason(e));
            return;
        }
        context.fireChannelActive();
        context.pipeline().remove(this);
    }

    private void refuse(ChannelHandlerContext context, String why) {
        unsafe.accept(why);
        context.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // The handshake's future tells of it.
    }
}
