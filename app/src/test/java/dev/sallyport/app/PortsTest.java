package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a demo may listen. */
class PortsTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "no such host"})
    void refusesAnythingButLoopback(String host) {
        assertThatThrownBy(() -> Ports.loopback(host))
                .hasMessageStartingWith("SP6005 `" + host + "` is not a loopback address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1", "localhost"})
    void takesLoopbackByAnyName(String host) {
        assertThat(Ports.loopback(host).isLoopbackAddress()).isTrue();
    }

    @Test
    void refusesABusyPort() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket taken = new ServerSocket(0, 1, loopback)) {
            assertThatThrownBy(() -> Ports.requireFree(loopback, taken.getLocalPort()))
                    .hasMessageStartingWith("SP6002 port `" + taken.getLocalPort() + "`");
        }
    }
}
