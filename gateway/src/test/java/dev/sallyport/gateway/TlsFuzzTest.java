package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.ServerCertificate;
import dev.sallyport.wire.StartupPacket.SslRequest;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a client of TLS sends, it ends nothing but its own connection. */
class TlsFuzzTest {
    private static final boolean FULL = Boolean.getBoolean("sallyport.full");
    private static final int CONNECTIONS = FULL ? 5_000 : 120;

    /** The bytes a client sends until it has been told to prove who it is. */
    private static final int HANDSHAKE_BYTES = 800;

    private static final int PATIENCE_MILLIS = 15_000;

    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir static Path folder;
    private static GatewayFixture gateway;
    private static SSLContext context;

    @BeforeAll
    static void start() throws Exception {
        ServerCertificate made =
                ServerCertificate.create(folder, "gateway", "-ext san=ip:127.0.0.1");
        context = trusting(made);
        KeyStore identity = KeyStore.getInstance(folder.resolve("gateway.p12").toFile(), PASSWORD);
        ServerTls offered = ServerTls.of(identity, PASSWORD, Optional.empty());
        gateway =
                GatewayFixture.start(
                        folder, Encryption.with(() -> offered), GatewaySettings.HANDSHAKE);
    }

    private static SSLContext trusting(ServerCertificate made)
            throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(made.certificate())) {
            trusted.setCertificateEntry(
                    "gateway", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, trust.getTrustManagers(), null);
        return client;
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void closesWhoeverBendsTheHandshakeAndNobodyElse() throws Exception {
        int refused = 0;
        for (int number = 0; number < CONNECTIONS; number++) {
            Random chance = new Random(number);
            refused += asksForAProof(chance.nextInt(HANDSHAKE_BYTES), 1 << chance.nextInt(8));
        }
        assertThat(refused).isBetween(CONNECTIONS / 2, CONNECTIONS);
        assertThat(asksForAProof(Integer.MAX_VALUE, 1)).isZero();
        assertThat(gateway.server().sessions().people()).isEmpty();
        assertThat(Leaks.found()).isEmpty();
    }

    /** Whether the connection broke, 1, or went as far as to the question who somebody is, 0. */
    private static int asksForAProof(int bent, int mask) throws IOException {
        try (BendingSocket plain = new BendingSocket(gateway.port(), bent, mask)) {
            plain.straight().write(RawClient.bytes(new SslRequest()));
            assertThat(plain.getInputStream().read()).isEqualTo('S');
            try (Socket encrypted =
                    context.getSocketFactory().createSocket(plain, "127.0.0.1", 1, true)) {
                encrypted
                        .getOutputStream()
                        .write(
                                RawClient.bytes(
                                        RawClient.startup("user", "nora", "database", "ehr")));
                return encrypted.getInputStream().read() == 'R' ? 0 : 1;
            }
        } catch (IOException _) {
            return 1;
        }
    }

    /** Changes bits of one byte that is written, as TLS wrote it. */
    private static final class BendingSocket extends Socket {
        private final int bent;
        private final int mask;

        BendingSocket(int port, int bent, int mask) throws IOException {
            super(InetAddress.getLoopbackAddress(), port);
            setSoTimeout(PATIENCE_MILLIS);
            this.bent = bent;
            this.mask = mask;
        }

        OutputStream straight() throws IOException {
            return super.getOutputStream();
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(straight()) {
                private int written;

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    byte[] copy = new byte[length];
                    System.arraycopy(bytes, offset, copy, 0, length);
                    if (bent >= written && bent - written < length) {
                        copy[bent - written] ^= (byte) mask;
                    }
                    written += length;
                    out.write(copy);
                }
            };
        }
    }
}
