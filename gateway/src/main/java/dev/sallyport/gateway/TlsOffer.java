package dev.sallyport.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is answered to a client that asks about encryption before its startup packet: to one of each
 * kind of request at most, as the server has it.
 */
final class TlsOffer {
    private final Optional<Supplier<ServerTls>> offered;
    private boolean asked;
    private boolean askedGss;

    TlsOffer(Optional<Supplier<ServerTls>> offered) {
        this.offered = offered;
    }

    /** Whether these bytes begin TLS without having asked for it. */
    boolean isTaken(ByteBuf in) {
        return ClientTls.begins(in) && !asked && !askedGss && offered.isPresent();
    }

    /** TLS without an SSLRequest: only for clients that say what they mean to speak inside. */
    void take(ChannelHandlerContext context, ByteBuf in) {
        asked = true;
        SslHandler tls = offered.orElseThrow().get().handler(context.alloc());
        context.pipeline().addFirst("tls", tls);
        tls.handshakeFuture()
                .addListener(shaken -> {
                    if (shaken.isSuccess() && !ClientTls.agreed(tls)) {
                        context.close();
                    }
                });
        ByteBuf begun = in.readRetainedSlice(in.readableBytes());
        context.executor()
                .execute(() -> context.pipeline().fireChannelRead(begun).fireChannelReadComplete());
    }

    /** Empty where it was answered, else what breaks the protocol. */
    Optional<String> gss(ChannelHandlerContext context, ByteBuf in) {
        if (in.isReadable() || askedGss) {
            return Optional.of("bytes after a GSSENCRequest that were not encrypted");
        }
        askedGss = true;
        answer(context, (byte) 'N');
        return Optional.empty();
    }

    /** Empty where it was answered, else what breaks the protocol. */
    Optional<String> ssl(ChannelHandlerContext context, ByteBuf in) {
        // Bytes already here came in the clear and would be taken for encrypted: CVE-2021-23222.
        if (in.isReadable() || asked) {
            return Optional.of("bytes after an SSLRequest that were not encrypted");
        }
        asked = true;
        if (offered.isEmpty()) {
            answer(context, (byte) 'N');
        } else {
            answer(context, (byte) 'S');
            context.pipeline().addFirst("tls", offered.get().get().handler(context.alloc()));
        }
        return Optional.empty();
    }

    private static void answer(ChannelHandlerContext context, byte letter) {
        context.writeAndFlush(context.alloc().buffer(1).writeByte(letter));
    }
}
