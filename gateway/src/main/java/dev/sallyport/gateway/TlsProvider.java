package dev.sallyport.gateway;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.List;

/**
 * Who encrypts: BoringSSL, which takes a third of the JDK's time, where it is there and knows the
 * kind of key; else the JDK. Both are asked for the same versions and certificates.
 */
final class TlsProvider {
    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    /** Kinds of keys that both know. */
    private static final List<String> KEYS = List.of("EC", "RSA");

    private TlsProvider() {}

    static boolean knows(String algorithm) {
        return KEYS.contains(algorithm);
    }

    /**
     * @param keys the algorithms of the keys that are shown
     */
    static SslContextBuilder choose(SslContextBuilder builder, List<String> keys) {
        boolean isNative = OpenSsl.isAvailable() && keys.stream().allMatch(TlsProvider::knows);
        return builder.sslProvider(isNative ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols(VERSIONS);
    }

    /** One protocol within TLS. Whoever agrees to none is met by {@link ClientTls#agreed}. */
    static ApplicationProtocolConfig inside(String protocol) {
        return new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                protocol);
    }
}
