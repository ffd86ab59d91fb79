package dev.sallyport.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The gateway's own TLS certificate, signed by itself and renewed before it ends. */
final class Certificate {
    private static final String ALIAS = "gateway";

    /** A demo that is started once a month never shows one that has ended. */
    private static final Duration RENEW_BEFORE_END = Duration.ofDays(30);

    private Certificate() {}

    static SSLContext context(Keys keys, InstantSource clock) throws IOException {
        Path file = keys.file("gateway.p12");
        String password = keys.password("gateway-p12");
        try {
            if (!Files.exists(file) || endsSoon(store(file, password), clock)) {
                create(file, password);
            }
            return context(store(file, password), password.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IOException("the gateway's certificate cannot be used", e);
        }
    }

    /** The JDK has no public way to sign a certificate but its own tool. */
    private static void create(Path file, String password) throws IOException {
        Path secret = file.resolveSibling("gateway-p12.word");
        Folders.write(secret, password.getBytes(StandardCharsets.US_ASCII));
        Files.deleteIfExists(file);
        Tool made =
                Tool.run(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                ALIAS,
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-validity",
                                "365",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost,ip:127.0.0.1,ip:::1",
                                "-storetype",
                                "PKCS12",
                                "-storepass:file",
                                secret.toString(),
                                "-keystore",
                                file.toString()),
                        Path.of("/"));
        Files.delete(secret);
        if (!made.succeeded()) {
            throw new IOException("keytool: " + made.output());
        }
        Folders.onlyOurs(file);
    }

    private static KeyStore store(Path file, String password)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(file)) {
            store.load(content, password.toCharArray());
        }
        return store;
    }

    private static boolean endsSoon(KeyStore store, InstantSource clock)
            throws GeneralSecurityException {
        Instant soon = clock.instant().plus(RENEW_BEFORE_END);
        return !(store.getCertificate(ALIAS) instanceof X509Certificate certificate)
                || certificate.getNotAfter().toInstant().isBefore(soon);
    }

    private static SSLContext context(KeyStore store, char[] password)
            throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, new SecureRandom());
        return context;
    }
}
