package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LISTEN and NOTIFY, for which PostgreSQL has no right, go as far as the policy says. */
class ChannelTest {
    private static final String OPEN = "channels: {listen: [\"ward_*\"], notify: [ward_7]}";

    @TempDir static Path folder;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void asItWas() {
        gateway.apply(Hospital.snapshot());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LISTEN beds",
                "NOTIFY beds",
                "NOTIFY beds, 'mrn 42'",
                "SELECT 1; NOTIFY beds"
            })
    void opensNoneThatNoRoleNames(String sql) throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            assertThat(nora.ask(sql))
                    .anyMatch(frame -> frame.type() == 'E' && frame.field('C').equals("42501"));
            assertThat(RawClient.types(nora.ask("UNLISTEN *"))).isEqualTo("CZ");
        }
    }

    @Test
    void opensThoseThatARoleNamesAndRecordsWhatIsHeard() throws Exception {
        gateway.apply(Hospital.nurse(folder, OPEN));
        int before = Logged.events(folder).size();
        try (RawClient nora = gateway.rawNora()) {
            assertThat(RawClient.types(nora.ask("LISTEN ward_7"))).isEqualTo("CZ");
            assertThat(RawClient.types(nora.ask("NOTIFY ward_7"))).isEqualTo("CAZ");
            for (String payload : List.of("''", "'mrn 42'")) {
                assertThat(nora.ask("NOTIFY ward_7, " + payload).getFirst().field('M'))
                        .isEqualTo("SP2049 role `nurse` may not send words to channel `ward_7`");
            }
            assertThat(nora.ask("NOTIFY ward_8").getFirst().field('D')).startsWith("Rule ");
        }
        assertThat(
                        Logged.events(folder).stream()
                                .skip(before)
                                .filter(event -> event.contains("notification.heard")))
                .singleElement()
                .asString()
                .contains("\"channel\":\"ward_7\"", "\"sub\":\"nora\"");
    }

    @Test
    void hearsNothingMoreOnAChannelThatThePolicyHasClosed() throws Exception {
        gateway.apply(Hospital.nurse(folder, OPEN));
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("LISTEN ward_7");
            gateway.apply(Hospital.snapshot());
            assertThat(Logged.soon(() -> !hears(nora))).isTrue();
        }
    }

    /** Whether what an administrator says arrives with the next answer. */
    private static boolean hears(RawClient nora) {
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement()) {
            statement.execute("NOTIFY ward_7, 'words of another'");
            List<RawClient.Frame> told = nora.ask("SELECT pg_sleep(0.05)");
            told.addAll(nora.ask("SELECT 1"));
            return told.stream().anyMatch(frame -> frame.type() == 'A');
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
