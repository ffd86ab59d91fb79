package dev.sallyport.gateway;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;

/** How the way to the database is encrypted, and what its certificate is held against. */
public final class UpstreamTls {
    /** libpq's {@code sslmode}, without the modes that fall back to the clear. */
    enum Mode {
        DISABLE,
        /** Encrypted to whoever proves, bound to this connection, that it knows the account. */
        REQUIRE,
        VERIFY_FULL;

        /** None where the word is no mode. */
        static Stream<Mode> named(String word) {
            return Arrays.stream(values())
                    .filter(mode ->
                            mode.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word));
        }
    }

    private final Mode mode;
    private final Optional<TrustManagerFactory> trust;
    private final List<AccountCertificate> shown;
    private final Optional<SslContext> context;

    private UpstreamTls(
            Mode mode, Optional<TrustManagerFactory> trust, List<AccountCertificate> shown) {
        this.mode = mode;
        this.trust = trust;
        this.shown = List.copyOf(shown);
        this.context = trust.map(it -> context(mode, it, this.shown));
    }

    /** In the clear: for a database on this machine. */
    public static UpstreamTls disable() {
        return new UpstreamTls(Mode.DISABLE, Optional.empty(), List.of());
    }

    /** Any certificate, but SCRAM-SHA-256-PLUS: a man in the middle shows another one. */
    public static UpstreamTls require() {
        return new UpstreamTls(
                Mode.REQUIRE, Optional.of(InsecureTrustManagerFactory.INSTANCE), List.of());
    }

    /**
     * A certificate for the host's name, signed by this authority.
     *
     * @param authority a file of PEM certificates
     */
    public static UpstreamTls verifyFull(Path authority) {
        try (InputStream file = Files.newInputStream(authority)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                trusted.setCertificateEntry("authority-" + trusted.size(), certificate);
            }
            if (trusted.size() == 0) {
                throw UpstreamTarget.unreadable("`" + authority + "` holds no certificate");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            return new UpstreamTls(Mode.VERIFY_FULL, Optional.of(trust), List.of());
        } catch (IOException | GeneralSecurityException e) {
            throw UpstreamTarget.unreadable("`" + authority + "` is no file of PEM certificates");
        }
    }

    /**
     * The same way, as one account. Sessions of TLS are not resumed between accounts: each has a
     * context of its own.
     */
    UpstreamTls showing(List<AccountCertificate> certificates) {
        return new UpstreamTls(mode, trust, certificates);
    }

    boolean shows(List<AccountCertificate> certificates) {
        return shown.equals(certificates);
    }

    private static SslContext context(
            Mode mode, TrustManagerFactory trust, List<AccountCertificate> certificates) {
        List<String> keys =
                certificates.stream().map(certificate -> certificate.key().getAlgorithm()).toList();
        try {
            return TlsProvider.choose(SslContextBuilder.forClient(), keys)
                    .keyManager(new ShownCertificates(certificates))
                    .trustManager(trust)
                    // The JDK's word for "the name or address stands in the certificate".
                    .endpointIdentificationAlgorithm(mode == Mode.VERIFY_FULL ? "HTTPS" : "")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    boolean encrypts() {
        return mode != Mode.DISABLE;
    }

    /** Where no authority vouches for the certificate, only the bound proof does. */
    boolean needsBinding() {
        return mode == Mode.REQUIRE;
    }

    /**
     * Whether the database, itself verified, has asked for the account's certificate and has it.
     */
    boolean proves(SSLSession session) {
        return mode == Mode.VERIFY_FULL && session.getLocalCertificates() != null;
    }

    SslHandler handler(InetSocketAddress host, ByteBufAllocator allocator) {
        return context.orElseThrow().newHandler(allocator, host.getHostString(), host.getPort());
    }

    /**
     * Where the authority is the certificate itself, nobody but us asks whether it has ended.
     *
     * @throws GeneralSecurityException where it has
     */
    void recheck(SSLSession session) throws GeneralSecurityException, SSLPeerUnverifiedException {
        if (mode == Mode.VERIFY_FULL
                && session.getPeerCertificates()[0] instanceof X509Certificate shown) {
            shown.checkValidity();
        }
    }

    /** What was wrong, in words for whoever runs the database. */
    static String reason(Throwable failure) {
        boolean path = false;
        boolean certificate = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return "its certificate has expired";
            }
            if (cause instanceof CertificateNotYetValidException) {
                return "its certificate is not valid yet";
            }
            path |= cause instanceof CertPathBuilderException;
            path |= cause instanceof CertPathValidatorException;
            certificate |= cause instanceof CertificateException;
        }
        if (path) {
            return "its certificate is not signed by the authority given";
        }
        return certificate ? "its certificate is for another host" : "its TLS cannot be agreed on";
    }
}
