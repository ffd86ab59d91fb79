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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
    private static final Subjects SUBJECTS =
            new Subjects(
                    new TreeMap<>(
                            Map.of(
                                    "ehr.hosp.patients.id",
                                    List.of(new Pseudonym(-1, 3), new Pseudonym(1, 2)))),
                    List.of("patients"),
                    List.of("phi.identity", "phi.ssn:last4"),
                    Subjects.Basis.RETURNED);
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
                        new AuditEvent.StatementSubjects(Logs.NORA, 12, SUBJECTS),
                        "statement\",\"phase\":\"subjects\","
                                + ACTOR
                                + ",\"stmt\":{\"n\":12},\"subj\":{\"basis\":\"returned\",\"n\":2,\"tables\":[\"patients\"],\"saw\":[\"phi.identity\",\"phi.ssn:last4\"],\"by\":{\"ehr.hosp.patients.id\":\"AAAAAAAAAAEAAAAAAAAAAv__________AAAAAAAAAAM\"}}}"),
                Arguments.of(
                        new AuditEvent.StatementCounted(
                                Logs.NORA, 12, List.of("nurse", "guardrail `bulk`"), 250),
                        "statement\",\"phase\":\"counted\","
                                + ACTOR
                                + ",\"stmt\":{\"n\":12},\"count\":{\"for\":[\"nurse\",\"guardrail `bulk`\"],\"rows\":250}}"),
                Arguments.of(
                        new AuditEvent.ExportMarked(Logs.NORA, 12, "wm_0a"),
                        "export.marked\","
                                + ACTOR
                                + ",\"stmt\":{\"n\":12},\"export\":{\"id\":\"wm_0a\"}}"),
                Arguments.of(
                        new AuditEvent.ExportAsked(Logs.NORA, "exp_0a", Logs.PATIENTS),
                        "export.asked\","
                                + ACTOR
                                + ",\"export\":{\"id\":\"exp_0a\"},\"stmt\":{\"text\":\"select * from patients where id = $1\"}}"),
                Arguments.of(
                        new AuditEvent.ExportAnswered(
                                "root",
                                "cno",
                                "exp_0a",
                                "nora",
                                Optional.of(Instant.parse("2026-11-21T12:00:00Z"))),
                        "export.answered\",\"actor\":{\"sub\":\"root\",\"by\":\"cno\"},\"export\":{\"id\":\"exp_0a\",\"login\":\"nora\",\"until\":\"2026-11-21T12:00:00Z\"}}"),
                Arguments.of(
                        new AuditEvent.ExportAnswered(
                                "root", "cno", "exp_0a", "nora", Optional.empty()),
                        "export.answered\",\"actor\":{\"sub\":\"root\",\"by\":\"cno\"},\"export\":{\"id\":\"exp_0a\",\"login\":\"nora\"}}"),
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
                        new AuditEvent.ControlStep(
                                "person.suspended",
                                "scim:okta",
                                new TreeMap<>(Map.of("login", "nora", "reason", "\"leave\""))),
                        "person.suspended\",\"actor\":{\"sub\":\"scim:okta\"},\"about\":{\"login\":\"nora\",\"reason\":\"\\\"leave\\\"\"}}"),
                Arguments.of(
                        new AuditEvent.RecordAsked(
                                "root",
                                new TreeSet<>(Set.of(new Pseudonym(0, 1))),
                                Optional.of(Instant.parse("2026-11-21T12:00:00Z"))),
                        "record.asked\",\"actor\":{\"sub\":\"root\"},\"asked\":{\"whose\":\"AAAAAAAAAAAAAAAAAAAAAQ\",\"since\":\"2026-11-21T12:00:00Z\"}}"),
                Arguments.of(
                        new SessionClose(Logs.NORA, "client"),
                        "session.close\"," + ACTOR + ",\"out\":{\"reason\":\"client\"}}"),
                Arguments.of(
                        new AuditEvent.NotificationHeard(Logs.NORA, "beds"),
                        "notification.heard\"," + ACTOR + ",\"channel\":\"beds\"}"),
                Arguments.of(
                        new AuditEvent.AlertRaised(
                                Logs.NORA, "volume", "20-roles.yaml:7", "more rows than usual"),
                        "alert.raised\","
                                + ACTOR
                                + ",\"alert\":{\"kind\":\"volume\",\"rule\":\"20-roles.yaml:7\",\"told\":\"more rows than usual\"}}"),
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
