package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AuditEvent.LogClose;
import dev.sallyport.audit.AuditEvent.LogOpen;
import dev.sallyport.audit.AuditEvent.LogRecovered;
import dev.sallyport.audit.AuditEvent.PlanApplied;
import dev.sallyport.audit.AuditEvent.PlanFailed;
import dev.sallyport.audit.AuditEvent.PlanIntended;
import dev.sallyport.audit.AuditEvent.PlanSummary;
import dev.sallyport.audit.AuditEvent.SessionClose;
import dev.sallyport.audit.AuditEvent.SessionOpen;
import dev.sallyport.audit.AuditEvent.SessionRefused;
import dev.sallyport.audit.AuditEvent.StatementDone;
import dev.sallyport.audit.AuditEvent.StatementIntent;
import dev.sallyport.audit.AuditEvent.StatementWindow;
import dev.sallyport.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The canonical bytes: a change here is a change of the format. */
final class EventWriterTest {
    private static final AuditEvent.Drift DRIFT =
            new AuditEvent.Drift(
                    "0a1b2c3d",
                    "alert",
                    "grant",
                    "SELECT on table hosp.patients to nora",
                    "none",
                    "there",
                    "unknown");

    private static final String DRIFTED =
            "\"drift\":{\"id\":\"0a1b2c3d\",\"sev\":\"alert\",\"kind\":\"grant\",\"object\":\"SELECT on"
                    + " table hosp.patients to nora\",\"before\":\"none\",\"after\":\"there\",\"who\":\"unknown\"}";

    private static final String HEAD =
            "{\"v\":1,\"id\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"ts\":\"2026-11-21T04:00:00.123456Z\",\"type\":\"";
    private static final String ACTOR =
            "\"actor\":{\"sub\":\"nora\",\"roles\":[\"nurse\"],\"sess\":\"s-1\"},\"src\":{\"addr\":\"127.0.0.1:4711\"},\"dst\":{\"db\":\"ehr\"},\"why\":{\"pou\":\"TREAT\",\"purpose\":\"treatment\"}";
    private static final String STATEMENT =
            ACTOR + ",\"stmt\":{\"n\":12,\"text\":\"select * from patients where id = $1\"}";
    private static final PlanSummary PLAN =
            new PlanSummary("p1", "ada", "ehr", "c0ffee", 2, List.of("nora", "omar"));
    private static final String PLANNED =
            "\"actor\":{\"sub\":\"ada\"},\"dst\":{\"db\":\"ehr\"},\"plan\":{\"id\":\"p1\",\"policy\":\"c0ffee\",\"gain\":2,\"lose\":2,\"losers\":[\"nora\",\"omar\"]}";

    static Stream<Arguments> canonical() {
        return Stream.of(
                Arguments.of(
                        new StatementIntent(Logs.NORA, 12, Logs.PATIENTS),
                        "statement\",\"phase\":\"intent\"," + STATEMENT + "}"),
                Arguments.of(
                        new StatementWindow(Logs.NORA, 12, Logs.PATIENTS, 4096),
                        "statement\",\"phase\":\"window\","
                                + STATEMENT
                                + ",\"out\":{\"rows\":4096}}"),
                Arguments.of(
                        new StatementDone(Logs.NORA, 12, Logs.PATIENTS, 3, Outcome.ok()),
                        "statement\",\"phase\":\"done\","
                                + STATEMENT
                                + ",\"out\":{\"st\":\"ok\",\"rows\":3}}"),
                Arguments.of(
                        new StatementDone(
                                Logs.NORA,
                                12,
                                Logs.PATIENTS,
                                0,
                                Outcome.denied(ProblemCode.SP2041)),
                        "statement\",\"phase\":\"done\","
                                + STATEMENT
                                + ",\"out\":{\"st\":\"denied\",\"rows\":0,\"code\":\"SP2041\"}}"),
                Arguments.of(
                        new SessionOpen(Logs.NORA, "token", "f00d"),
                        "session.open\","
                                + ACTOR
                                + ",\"auth\":{\"by\":\"token\",\"id\":\"f00d\"}}"),
                Arguments.of(
                        new AuditEvent.TokenIssued(
                                "root", "f00d", "nora", Instant.parse("2026-11-21T12:00:00Z")),
                        "token.issued\",\"actor\":{\"sub\":\"root\"},\"token\":{\"id\":\"f00d\",\"login\":\"nora\",\"until\":\"2026-11-21T12:00:00Z\"}}"),
                Arguments.of(
                        new AuditEvent.TokenRevoked("root", "f00d", "nora"),
                        "token.revoked\",\"actor\":{\"sub\":\"root\"},\"token\":{\"id\":\"f00d\",\"login\":\"nora\"}}"),
                Arguments.of(
                        new SessionClose(Logs.NORA, "client"),
                        "session.close\"," + ACTOR + ",\"out\":{\"reason\":\"client\"}}"),
                Arguments.of(
                        new SessionRefused("n\"\u0000", "ehr", "127.0.0.1:1", ProblemCode.SP4001),
                        "session.refused\",\"actor\":{\"claimed\":\"n\\\"\\u0000\"},\"src\":{\"addr\":\"127.0.0.1:1\"},\"dst\":{\"db\":\"ehr\"},\"out\":{\"st\":\"denied\",\"code\":\"SP4001\"}}"),
                Arguments.of(
                        new AuditEvent.DriftFound("ehr", DRIFT),
                        "drift.found\",\"dst\":{\"db\":\"ehr\"}," + DRIFTED + "}"),
                Arguments.of(
                        new AuditEvent.SecretsRotated("root", 2),
                        "secrets.rotated\",\"actor\":{\"sub\":\"root\"},\"secrets\":{\"epoch\":2}}"),
                Arguments.of(
                        new AuditEvent.DriftAnswered("root", "ehr", DRIFT, "accept", "agreed"),
                        "drift.answered\",\"actor\":{\"sub\":\"root\"},\"dst\":{\"db\":\"ehr\"},"
                                + DRIFTED
                                + ",\"out\":{\"st\":\"accept\",\"reason\":\"agreed\"}}"),
                Arguments.of(new PlanIntended(PLAN), "plan.intended\"," + PLANNED + "}"),
                Arguments.of(new PlanApplied(PLAN), "plan.applied\"," + PLANNED + "}"),
                Arguments.of(
                        new PlanFailed(PLAN, ProblemCode.SP3004),
                        "plan.failed\"," + PLANNED + ",\"out\":{\"code\":\"SP3004\"}}"),
                Arguments.of(
                        new LogOpen("o", "k"),
                        "log.open\",\"log\":{\"origin\":\"o\",\"vkey\":\"k\"}}"),
                Arguments.of(
                        new LogRecovered(7, "h"),
                        "log.recovered\",\"log\":{\"cut\":7,\"sha256\":\"h\"}}"),
                Arguments.of(new LogClose(), "log.close\"}"));
    }

    @ParameterizedTest
    @MethodSource("canonical")
    void writesTheseBytes(AuditEvent event, String expected) {
        assertThat(written(List.of(event))).containsExactly(HEAD + expected);
    }

    @Test
    void risesThroughAClockThatGoesBack() {
        var second = written(List.of(new LogClose(), new LogClose())).getLast();

        assertThat(second).contains("\"ts\":\"2026-11-21T04:00:00.123457Z\"");
    }

    @Test
    void keepsTheStartSizeAndHashOfALongStatement() {
        var text = new StatementText("select 1, ".repeat(20_000));
        var json = written(List.of(new StatementIntent(Logs.NORA, 1, text))).getFirst();

        assertThat(json).contains("\"chars\":200000,\"sha256\":\"").hasSizeLessThan(40_000);
    }

    @Test
    void takesTheWorstStatementOfItsSize() {
        var text = new StatementText("\u0001".repeat(5_400));

        assertThat(written(List.of(new StatementIntent(Logs.NORA, 1, text)))).hasSize(1);
    }

    private static List<String> written(List<AuditEvent> events) {
        var wall = InstantSource.fixed(Instant.parse("2026-11-21T04:00:00.123456Z"));
        var writer = new EventWriter(new EventIds(() -> 0L), new EventClock(wall, 0));
        var lines = new ArrayList<String>();
        for (var event : events) {
            var buffer = new EventBuffer(80_000);
            buffer.begin();
            writer.write(event, buffer);
            buffer.end();
            lines.add(
                    new String(
                            buffer.bytes(),
                            Frame.HEADER_BYTES,
                            buffer.length() - Frame.HEADER_BYTES,
                            StandardCharsets.UTF_8));
        }
        return lines;
    }
}
