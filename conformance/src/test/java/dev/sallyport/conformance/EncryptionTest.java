package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.SQLException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS from the first byte, and what ALPN and the version of TLS must be. */
final class EncryptionTest {
    private static final int PATIENCE_MILLIS = 15_000;

    private final Hospital hospital = Hospital.open();

    @Test
    void servesTheJdbcDriverTlsFromTheFirstByte() throws SQLException {
        try (Connection nora =
                hospital.connect(
                        Door.GATEWAY,
                        "nora",
                        "sslmode",
                        "verify-full",
                        "sslNegotiation",
                        "direct",
                        "sslrootcert",
                        hospital.tls().certificate().toString())) {
            assertThat(Rows.of(nora, "SELECT DISTINCT clinic_id FROM patients"))
                    .containsExactly("1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksTheProtocolInsideOnceAlpnNamesIt(String version) throws Exception {
        try (SSLSocket socket = socket(version, "postgresql")) {
            socket.getOutputStream().write(startup());
            assertThat(socket.getInputStream().read()).isEqualTo('R');
            assertThat(socket.getApplicationProtocol()).isEqualTo("postgresql");
        }
    }

    @Test
    void closesOnDirectTlsThatDoesNotSayWhatItSpeaks() throws Exception {
        try (SSLSocket socket = socket("TLSv1.3")) {
            socket.getOutputStream().write(startup());
            assertThat(endOf(socket)).isTrue();
        }
    }

    /** Whether it knows ALPN or not: nothing that another protocol's client sends is answered. */
    @Test
    void closesOnClientsOfAnotherProtocol() throws Exception {
        try (SSLSocket socket = socket("TLSv1.3", "h2")) {
            socket.getOutputStream().write(startup());
            assertThat(endOf(socket)).isTrue();
            assertThat(socket.getApplicationProtocol()).isEmpty();
        }
    }

    /** The JDK's own client refuses to offer them, so the first record is written by hand. */
    @Test
    void refusesVersionsOfTlsThatAreBroken() throws Exception {
        try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), hospital.port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(helloOfTls11());
            // An alert record, and then nothing.
            assertThat(socket.getInputStream().read()).isEqualTo(0x15);
        }
    }

    private SSLSocket socket(String version, String... protocols) throws Exception {
        SSLSocket socket =
                (SSLSocket)
                        trusting()
                                .getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), hospital.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setEnabledProtocols(new String[] {version});
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        return socket;
    }

    private SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(hospital.tls().certificate())) {
            trusted.setCertificateEntry(
                    "gateway", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static boolean endOf(SSLSocket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private static byte[] startup() {
        byte[] body = "user\0nora\0database\0ehr\0\0".getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + body.length)
                .putInt(8 + body.length)
                .putInt(3 << 16)
                .put(body)
                .array();
    }

    /** A ClientHello of version 1.1 with one cipher suite and no extensions. */
    private static byte[] helloOfTls11() {
        return ByteBuffer.allocate(50)
                .put(new byte[] {0x16, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2})
                .position(43)
                .put(new byte[] {0, 0, 2, 0, 0x2f, 1, 0})
                .array();
    }
}
