package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token signs its person in beside the password, and takes its sessions with it. */
class TokenTest {
    @TempDir static Path folder;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
    }

    @AfterEach
    void none() {
        gateway.takeBack();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static RawClient with(String secret) throws Exception {
        RawClient client = gateway.raw();
        client.signIn("nora", secret, "ehr");
        return client;
    }

    private static void refuses(String secret) {
        assertThatThrownBy(() -> gateway.connect("nora", secret, "ehr"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void signsInBesideThePasswordAndIsNamedInTheRecord() throws Exception {
        gateway.give("first", Duration.ofHours(1));
        gateway.give("second", Duration.ofHours(1));
        try (RawClient byToken = with("second");
                RawClient byPassword = with("demo")) {
            assertThat(RawClient.types(byToken.ask("SELECT 1"))).isEqualTo("TDCZ");
            assertThat(RawClient.types(byPassword.ask("SELECT 1"))).isEqualTo("TDCZ");
        }
        assertThat(
                        Logged.events(folder).stream()
                                .filter(event -> event.contains("session.open"))
                                .map(event -> event.replaceAll(".*\"auth\":", "")))
                .contains(
                        "{\"by\":\"token\",\"id\":\"second\"}}",
                        "{\"by\":\"password\",\"id\":\"\"}}");
    }

    @Test
    void isNothingAfterItsEnd() throws Exception {
        gateway.give("brief", Duration.ofMinutes(5));
        gateway.advance(Duration.ofMinutes(6));
        refuses("brief");
    }

    @Test
    void warnsAndEndsItsSessionsAtItsEnd() throws Exception {
        gateway.give("brief", Duration.ofMinutes(5));
        try (RawClient nora = with("brief")) {
            gateway.advance(Duration.ofMinutes(4));
            assertThat(nora.next().field('M')).startsWith("SP4034 this session ends in ");
            gateway.advance(Duration.ofMinutes(1));
            RawClient.Frame end = nora.error();
            assertThat(end.field('S')).isEqualTo("FATAL");
            assertThat(end.field('M')).isEqualTo("SP4013 the token you came with has ended");
            assertThat(nora.isClosed()).isTrue();
        }
    }

    @Test
    void endsItsSessionsAndNoOthersWhenItIsTakenBack() throws Exception {
        gateway.give("taken", Duration.ofHours(1));
        try (RawClient byToken = with("taken");
                RawClient byPassword = with("demo")) {
            byToken.send(RawClient.query("SELECT pg_sleep(60)"));
            gateway.takeBack();
            assertThat(byToken.error().field('M'))
                    .isEqualTo("SP4013 the token you came with is void now");
            assertThat(RawClient.types(byPassword.ask("SELECT 1"))).isEqualTo("TDCZ");
        }
        refuses("taken");
    }
}
