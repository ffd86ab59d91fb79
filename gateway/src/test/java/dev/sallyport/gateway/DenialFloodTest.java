package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AuditEvent.AlertRaised;
import dev.sallyport.gateway.DenialPace.Pace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session that is refused again and again is slowed and told of, and none of it is lost. */
class DenialFloodTest {
    private static final String REFUSED = "ALTER ROLE nora PASSWORD 'x'";

    /** The 21st waits for 100 ms, the next for twice as long, and so on. */
    private static final int MANY = DenialPace.AT_ONCE + 4;

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

    @Test
    void isSlowedToldOfOnceAndOnRecordWhole() throws Exception {
        int before = Logged.events(folder).size();
        List<AlertRaised> alerts = new CopyOnWriteArrayList<>();
        gateway.server().whenAlerted(alerts::add);
        long begun = System.nanoTime();
        for (int session = 0; session < 2; session++) {
            try (RawClient nora = gateway.rawNora()) {
                boolean told = false;
                for (int i = 0; i < MANY; i++) {
                    List<RawClient.Frame> answer = nora.ask(REFUSED);
                    told |= answer.stream().anyMatch(frame -> frame.text().contains("SP4072"));
                    assertThat(answer).anyMatch(frame -> frame.text().contains("SP2044"));
                }
                assertThat(told).isTrue();
            }
        }
        // Some 50, 100 and 200 ms in each session, as a little is forgiven meanwhile.
        assertThat(System.nanoTime() - begun).isGreaterThan(Duration.ofMillis(300).toNanos());
        List<String> events = Logged.events(folder).stream().skip(before).toList();
        assertThat(events.stream().filter(event -> event.contains("\"code\":\"SP2044\"")))
                .hasSize(2 * MANY);
        assertThat(events.stream().filter(event -> event.contains("alert.raised")))
                .singleElement()
                .asString()
                .contains("\"kind\":\"denials\"", "\"sub\":\"nora\"");
        assertThat(alerts).singleElement().matches(alert -> alert.kind().equals("denials"));
    }

    @Test
    void isForgivenWithTime() {
        DenialPace pace = new DenialPace();
        long now = 1_000;
        for (int i = 0; i < DenialPace.AT_ONCE; i++) {
            assertThat(pace.denied(now)).isEqualTo(Pace.AS_BEFORE);
            assertThat(pace.left(now)).isZero();
        }
        assertThat(pace.denied(now)).isEqualTo(Pace.FIRST_SLOWED);
        assertThat(pace.left(now)).isEqualTo(100);
        assertThat(pace.denied(now)).isEqualTo(Pace.SLOWED);
        assertThat(pace.left(now)).isEqualTo(200);
        assertThat(pace.left(now + 200)).isZero();
        long later = now + 3 * DenialPace.FORGIVEN.toMillis();
        assertThat(pace.denied(later)).isEqualTo(Pace.AS_BEFORE);
    }

    @Test
    void neverWaitsLongerThanASecond() {
        DenialPace pace = new DenialPace();
        IntStream.range(0, 10_000).forEach(_ -> pace.denied(5));
        assertThat(pace.left(5)).isEqualTo(DenialPace.LONGEST.toMillis());
    }
}
