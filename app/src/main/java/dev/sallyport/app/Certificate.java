package dev.sallyport.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/** The gateway's own TLS certificate, signed by itself and renewed before it ends. */
final class Certificate {
    private static final String ALIAS = "gateway";

    /** A demo that is started once a month never shows one that has ended. */
    private static final Duration RENEW_BEFORE_END = Duration.ofDays(30);

    private final Path file;
    private final String password;
    private final InstantSource clock;
    private volatile Instant renewal = Instant.MAX;

    Certificate(Keys keys, InstantSource clock) throws IOException {
        this.file = keys.file("gateway.p12");
        this.password = keys.password("gateway-p12");
        this.clock = clock;
    }

    char[] password() {
        return password.toCharArray();
    }

    /** What stands in the file, renewed where it ends soon. */
    KeyStore store() throws IOException, GeneralSecurityException {
        if (!Files.exists(file) || endsSoon(load())) {
            create();
        }
        KeyStore store = load();
        renewal = renewal(store);
        return store;
    }

    /** The same as files that other servers read. */
    PemIdentity pem() throws IOException {
        try {
            KeyStore store = store();
            var pem =
                    new PemIdentity(
                            file.resolveSibling("control.crt"), file.resolveSibling("control.key"));
            write(pem.chain(), "CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
            write(
                    pem.key(),
                    "PRIVATE KEY",
                    store.getKey(ALIAS, password.toCharArray()).getEncoded());
            return pem;
        } catch (GeneralSecurityException e) {
            throw new IOException("the gateway's own certificate cannot be read", e);
        }
    }

    private static void write(Path file, String what, byte[] content) throws IOException {
        String text =
                "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
                        .formatted(what, Base64.getMimeEncoder().encodeToString(content));
        Folders.write(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether what was read last is to be made anew. */
    boolean isDue() {
        return renewal.isBefore(clock.instant());
    }

    /** The JDK has no public way to sign a certificate but its own tool. */
    private void create() throws IOException {
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

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(file)) {
            store.load(content, password.toCharArray());
        }
        return store;
    }

    private boolean endsSoon(KeyStore store) throws GeneralSecurityException {
        return renewal(store).isBefore(clock.instant());
    }

    private static Instant renewal(KeyStore store) throws GeneralSecurityException {
        return store.getCertificate(ALIAS) instanceof X509Certificate certificate
                ? certificate.getNotAfter().toInstant().minus(RENEW_BEFORE_END)
                : Instant.MIN;
    }
}
