package dev.sallyport.gateway;

import dev.sallyport.wire.ChannelBinding;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** TLS between a client and the gateway: after an SSLRequest, or from the first byte. */
final class ClientTls {
    /** The protocol's name in ALPN: clients of other protocols agree to nothing. */
    static final String PROTOCOL = "postgresql";

    /** The first byte of a TLS handshake; a startup packet so long is refused anyway. */
    private static final byte HANDSHAKE_RECORD = 0x16;

    private ClientTls() {}

    static boolean begins(ByteBuf in) {
        return in.isReadable() && in.getByte(in.readerIndex()) == HANDSHAKE_RECORD;
    }

    /** Whether client and gateway have agreed what they speak inside. */
    static boolean agreed(SslHandler tls) {
        return PROTOCOL.equals(tls.engine().getApplicationProtocol());
    }

    static boolean encrypts(Channel channel) {
        return of(channel) != null;
    }

    /** Whether TLS was begun and does not stand yet, so that nothing can be said. */
    static boolean isBeginning(Channel channel) {
        SslHandler tls = of(channel);
        return tls != null && !tls.handshakeFuture().isSuccess();
    }

    static Optional<ChannelBinding> binding(Channel channel) {
        SslHandler tls = of(channel);
        Certificate[] shown = tls == null ? null : tls.engine().getSession().getLocalCertificates();
        return shown != null && shown[0] instanceof X509Certificate certificate
                ? ChannelBinding.to(certificate)
                : Optional.empty();
    }

    /** The client's own certificate, which TLS has found to be issued by whom we trust for that. */
    static Optional<X509Certificate> certificate(Channel channel) {
        SslHandler tls = of(channel);
        if (tls == null || !tls.engine().getWantClientAuth()) {
            return Optional.empty();
        }
        try {
            Certificate[] shown = tls.engine().getSession().getPeerCertificates();
            return shown[0] instanceof X509Certificate own ? Optional.of(own) : Optional.empty();
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        }
    }

    /** Whether the settings let this connection go on as it is. */
    static boolean suffices(Encryption.Plaintext plaintext, Channel channel) {
        return switch (plaintext) {
            case EVERYBODY -> true;
            case ON_LOOPBACK -> encrypts(channel) || isOnLoopback(channel);
            case NOBODY -> encrypts(channel);
        };
    }

    private static boolean isOnLoopback(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                && remote.getAddress().isLoopbackAddress();
    }

    private static @Nullable SslHandler of(Channel channel) {
        return channel.pipeline().get(SslHandler.class);
    }
}
