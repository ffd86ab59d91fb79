package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaintextTest {
    @Test
    void refusesAStartupInTheClearWhereNobodyMay(@TempDir Path folder) throws Exception {
        var nobody = new Encryption(Optional.empty(), Encryption.Plaintext.NOBODY);
        try (GatewayFixture gateway =
                        GatewayFixture.start(folder, nobody, GatewaySettings.HANDSHAKE);
                RawClient client = gateway.raw()) {
            client.send(RawClient.startup("user", "nora", "database", "ehr"));
            RawClient.Frame error = client.error();
            assertThat(error.field('C')).isEqualTo("28000");
            assertThat(error.field('M')).startsWith("SP4011");
            assertThat(error.field('H')).contains("sslmode=");
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(Logged.events(folder))
                .anyMatch(
                        event -> event.contains("session.refused") && event.contains("\"SP4011\""));
    }
}
