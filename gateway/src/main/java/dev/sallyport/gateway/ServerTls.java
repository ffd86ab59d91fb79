package dev.sallyport.gateway;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/** What a client meets that asks for TLS. */
public final class ServerTls {
    private final SslContext context;

    private ServerTls(SslContext context) {
        this.context = context;
    }

    /**
     * @param identity the gateway's certificate, and its key under this password
     * @param issuers who may issue clients certificates that stand for people, who else sign in
     *     with a secret; empty where clients are not asked for any
     */
    public static ServerTls of(KeyStore identity, char[] password, Optional<KeyStore> issuers)
            throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(identity, password);
        SslContextBuilder builder =
                TlsProvider.choose(SslContextBuilder.forServer(keys), algorithms(identity))
                        .applicationProtocolConfig(TlsProvider.inside(ClientTls.PROTOCOL));
        if (issuers.isPresent()) {
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(issuers.get());
            builder.trustManager(trust).clientAuth(ClientAuth.OPTIONAL);
        }
        try {
            return new ServerTls(builder.build());
        } catch (SSLException e) {
            throw new GeneralSecurityException("the key cannot be used for TLS", e);
        }
    }

    private static List<String> algorithms(KeyStore identity) throws GeneralSecurityException {
        List<String> all = new ArrayList<>();
        for (String alias : Collections.list(identity.aliases())) {
            all.add(identity.getCertificate(alias).getPublicKey().getAlgorithm());
        }
        return all;
    }

    /** For one connection. */
    public SslHandler handler(ByteBufAllocator allocator) {
        return context.newHandler(allocator);
    }
}
