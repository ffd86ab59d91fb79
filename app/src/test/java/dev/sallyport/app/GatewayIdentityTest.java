package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.gateway.ServerTls;
import dev.sallyport.problem.Refused;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayIdentityTest {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    @TempDir Path data;
    private Keys keys;
    private Instant now = Clock.systemUTC().instant();
    private long written;

    @BeforeEach
    void makeKeys() throws IOException {
        keys = Keys.in(data.resolve("keys"), new SecureRandom());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC -groupname secp256r1", "RSA -keysize 2048", "Ed25519"})
    void showsTheOperatorsCertificateOnceItIsThere(String algorithm) throws Exception {
        try (GatewayIdentity identity = open()) {
            assertThat(shown(identity).getSubjectX500Principal().getName())
                    .isEqualTo("CN=localhost");
            Certificate own = give("CN=gate.hospital.example", algorithm);
            identity.look();
            assertThat(shown(identity)).isEqualTo(own);
            Certificate next = give("CN=gate.hospital.example", algorithm);
            identity.look();
            assertThat(shown(identity)).isEqualTo(next).isNotEqualTo(own);
        }
    }

    @Test
    void keepsTheOldOneWhereTheNewOneCannotBeUsed() throws Exception {
        Certificate own = give("CN=gate.hospital.example", "EC -groupname secp256r1");
        try (GatewayIdentity identity = open()) {
            write("gateway.key", "half of a ke");
            identity.look();
            assertThat(shown(identity)).isEqualTo(own);
        }
    }

    @Test
    void makesItsOwnAnewBeforeItEnds() throws Exception {
        try (GatewayIdentity identity = open()) {
            X509Certificate first = shown(identity);
            now = first.getNotAfter().toInstant().minus(Duration.ofDays(29));
            identity.look();
            assertThat(shown(identity)).isNotEqualTo(first);
        }
    }

    @Test
    void refusesToStartWithTheKeyOfAnotherCertificate() throws Exception {
        give("CN=one", "EC -groupname secp256r1");
        Path key = data.resolve("tls/gateway.key");
        String other = Files.readString(key);
        give("CN=two", "EC -groupname secp256r1");
        Files.writeString(key, other);
        assertThatThrownBy(this::open)
                .isInstanceOf(Refused.class)
                .hasMessageContaining("SP6010")
                .hasMessageContaining("the key is not the certificate's");
    }

    private GatewayIdentity open() throws IOException {
        InstantSource clock = () -> now;
        return GatewayIdentity.open(data, keys, clock);
    }

    /** As an operator would put it there. */
    private Certificate give(String name, String algorithm) throws Exception {
        Path file = data.resolve("made.p12");
        Files.deleteIfExists(file);
        String command =
                "-genkeypair -alias a -keyalg %s -dname %s -storepass password -keystore %s"
                        .formatted(algorithm, name, file);
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Tool made =
                Tool.run(
                        Stream.concat(Stream.of(keytool), Stream.of(command.split(" "))).toList(),
                        data);
        assertThat(made.succeeded()).as(made.output()).isTrue();
        char[] password = "password".toCharArray();
        KeyStore store = KeyStore.getInstance(file.toFile(), password);
        write("gateway.crt", pem("CERTIFICATE", store.getCertificate("a").getEncoded()));
        write("gateway.key", pem("PRIVATE KEY", store.getKey("a", password).getEncoded()));
        return store.getCertificate("a");
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(what, LINES.encodeToString(bytes), what);
    }

    /** Each time later than the last, however coarse the clock of the disk. */
    private void write(String name, String content) throws IOException {
        Path file = Files.createDirectories(data.resolve("tls")).resolve(name);
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.from(now.plusSeconds(++written)));
    }

    private static X509Certificate shown(GatewayIdentity identity) throws Exception {
        var loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            Channel server =
                    new ServerBootstrap()
                            .group(loop)
                            .channel(NioServerSocketChannel.class)
                            .childHandler(new Offering(identity.get()))
                            .bind(InetAddress.getLoopbackAddress(), 0)
                            .sync()
                            .channel();
            int port = ((InetSocketAddress) server.localAddress()).getPort();
            try (SSLSocket client =
                    (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", port)) {
                client.startHandshake();
                return (X509Certificate) client.getSession().getPeerCertificates()[0];
            }
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    /** TLS and nothing within. */
    private static final class Offering extends ChannelInitializer<Channel> {
        private final ServerTls offered;

        Offering(ServerTls offered) {
            this.offered = offered;
        }

        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline().addLast(offered.handler(channel.alloc()));
        }
    }

    private static SSLContext trusting() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        return context;
    }

    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
