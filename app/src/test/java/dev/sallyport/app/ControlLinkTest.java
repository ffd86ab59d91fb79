package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sallyport.testkit.ServerCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever answers a gateway that is not its control plane is called by its name. */
final class ControlLinkTest {
    private static final ControlLink.Asking ASKING =
            new ControlLink.Asking(Optional.empty(), "x", Map.of(), List.of(), List.of());

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    200 | <html>welcome</html>                   | SP7312
                    200 | {"run":"x"}                            | SP7312
                    404 | {"code":"SP7103"}                      | SP7312
                    401 | {"code":"SP7102"}                      | SP7314
                    409 | {"code":"SP7310"}                      | SP7314
                    503 | {"code":"SP7120"}                      | SP7313
                    """)
    void saysWhatIsWrong(int status, String body, String code) throws Exception {
        ServerCertificate certificate = certificate();
        HttpsServer server = serve(certificate, status, body);
        try (ControlLink link = link(server, certificate, "secret")) {
            assertThatThrownBy(() -> link.next(ASKING))
                    .hasMessageStartingWith(code + " ")
                    .hasMessageNotContaining("welcome")
                    .hasMessageNotContaining("secret");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void tellsItsTokenToNobodyWhoDoesNotProveWhoTheyAre() throws Exception {
        ServerCertificate other =
                ServerCertificate.create(folder, "other", "-ext san=dns:localhost -validity 30");
        HttpsServer server = serve(certificate(), 200, "{}");
        try (ControlLink link = link(server, other, "secret")) {
            assertThatThrownBy(() -> link.next(ASKING))
                    .hasMessageStartingWith("SP7313 ")
                    .hasMessageContaining("does not prove");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void sendsNothingThatIsNoToken() throws Exception {
        ServerCertificate certificate = certificate();
        HttpsServer server = serve(certificate, 200, "{}");
        try (ControlLink link = link(server, certificate, "two\nlines")) {
            assertThatThrownBy(() -> link.next(ASKING))
                    .hasMessageStartingWith("SP7314 ")
                    .hasMessageNotContaining("lines");
        } finally {
            server.stop(0);
        }
    }

    private ServerCertificate certificate() throws Exception {
        return ServerCertificate.create(folder, "control", ServerCertificate.HERE);
    }

    private static ControlLink link(HttpsServer server, ServerCertificate trusted, String token)
            throws Exception {
        return new ControlLink(
                URI.create("https://localhost:" + server.getAddress().getPort()),
                PemIdentity.trusting(trusted.certificate()),
                new PasswordReference.InVariable("TOKEN", Map.of("TOKEN", token)));
    }

    private static HttpsServer serve(ServerCertificate shown, int status, String body)
            throws Exception {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        char[] password = "unused".toCharArray();
        keys.init(new PemIdentity(shown.certificate(), shown.key()).store(password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext(
                "/",
                exchange -> {
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        return server;
    }
}
