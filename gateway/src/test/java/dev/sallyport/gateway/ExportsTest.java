package dev.sallyport.gateway;

import static dev.sallyport.gateway.RawClient.bind;
import static dev.sallyport.gateway.RawClient.bytes;
import static dev.sallyport.gateway.RawClient.execute;
import static dev.sallyport.gateway.RawClient.parse;
import static dev.sallyport.gateway.RawClient.sync;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves as a file is what the policy lets leave, asked for in whatever way. */
class ExportsTest {
    @TempDir static Path before;
    private static GatewayFixture first;

    @TempDir Path folder;
    private GatewayFixture gateway;

    @BeforeAll
    static void furnish() throws Exception {
        first = GatewayFixture.start(before);
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement()) {
            statement.execute(
                    "CREATE TABLE nurse.patients AS SELECT g AS id, 'n' AS last_name, 's' AS ssn"
                            + " FROM generate_series(1, 2) g");
            statement.execute("CREATE TABLE nurse.clinics AS SELECT 1 AS id, 'c' AS name");
            statement.execute("CREATE FUNCTION nurse.f() RETURNS int LANGUAGE sql AS 'SELECT 1'");
            statement.execute("GRANT SELECT ON nurse.patients, nurse.clinics TO nora");
        }
    }

    @BeforeEach
    void start() throws Exception {
        gateway = first.beside(folder);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @AfterAll
    static void leave() {
        first.close();
    }

    private void rule(String rule) throws Exception {
        gateway.apply(Hospital.nurse(before, "limits: {export: " + rule + "}"));
    }

    private static RawClient.Frame denied(RawClient client, String sql) throws Exception {
        List<RawClient.Frame> frames = client.ask(sql);
        assertThat(RawClient.types(frames)).as(sql).isEqualTo("EZ");
        assertThat(frames.getFirst().field('C')).isEqualTo("42501");
        return frames.getFirst();
    }

    private static void leaves(RawClient client, String sql) throws Exception {
        assertThat(RawClient.types(client.ask(sql))).as(sql).matches("N?Hd+cCZ");
    }

    @Test
    void letsNothingLeaveAndSaysWhichRuleItWas() throws Exception {
        rule("deny");
        try (RawClient nora = gateway.rawNora()) {
            RawClient.Frame error = denied(nora, "COPY patients TO STDOUT");
            assertThat(error.field('M'))
                    .isEqualTo("SP2075 role `nurse` lets nothing leave as a file");
            assertThat(error.field('D')).contains("20-roles.yaml:");
            assertThat(error.field('H')).contains("cno@hospital.example");
            denied(nora, "COPY (SELECT count(*) FROM patients) TO STDOUT WITH CSV");
            denied(nora, "COPY (SELECT * FROM notes) TO STDOUT (FORMAT binary)");
            nora.send(
                    bytes(parse("", "COPY clinics TO STDOUT"), bind("", ""), execute(""), sync()));
            assertThat(nora.typesUntilReady()).isEqualTo("EZ");
            assertThat(RawClient.types(nora.ask("SELECT id FROM patients"))).isEqualTo("TDDCZ");
            leaves(nora, "COPY (SELECT 1) TO STDOUT");
        }
        assertThat(Logged.events(folder))
                .anyMatch(event ->
                        event.contains("\"code\":\"SP2075\"")
                                && event.contains("copy patients to stdout"));
    }

    @Test
    void letsOnlyHarmlessClassesLeaveAndWhatCannotBeToldNot() throws Exception {
        rule("deny_when_classified");
        try (RawClient nora = gateway.rawNora()) {
            leaves(nora, "COPY clinics TO STDOUT");
            leaves(nora, "COPY (SELECT name FROM clinics) TO STDOUT");
            leaves(nora, "COPY patients (id) TO STDOUT");
            leaves(nora, "COPY (SELECT count(*) FROM patients) TO STDOUT");
            assertThat(denied(nora, "COPY (SELECT last_name FROM patients) TO STDOUT").field('M'))
                    .isEqualTo("SP2076 role `nurse` does not let `phi.identity` leave as a file");
            for (String sql :
                    List.of(
                            "COPY patients TO STDOUT",
                            "COPY patients (id, ssn) TO STDOUT",
                            "COPY (SELECT * FROM patients) TO STDOUT",
                            "COPY (SELECT p FROM patients p) TO STDOUT",
                            "COPY (TABLE patients) TO STDOUT",
                            "COPY (SELECT name, (SELECT max(ssn) FROM patients) FROM clinics) TO"
                                    + " STDOUT",
                            "COPY (WITH x AS (SELECT * FROM patients) SELECT 1 FROM x) TO STDOUT",
                            "COPY (SELECT nurse.f()) TO STDOUT",
                            "COPY notes TO STDOUT")) {
                assertThat(denied(nora, sql).field('M')).as(sql).startsWith("SP2076");
            }
        }
    }

    @Test
    void letsTheClassesLeaveThatARectangleNames() throws Exception {
        String see = "        masked: {phi.ssn: last4}\n      - {on: ehr.hosp.clinics";
        gateway.apply(
                Hospital.changed(before, see, "        export: [ops.key, phi.identity]\n" + see));
        try (RawClient nora = gateway.rawNora()) {
            leaves(nora, "COPY (SELECT id, last_name FROM patients) TO STDOUT");
            assertThat(denied(nora, "COPY (SELECT id, ssn FROM patients) TO STDOUT").field('M'))
                    .contains("does not let `phi.ssn` leave");
        }
    }

    @Test
    void keepsWhatAGuardrailKeepsAndAlerts() throws Exception {
        gateway.apply(
                Hospital.changed(
                        before,
                        "guardrails:\n",
                        "guardrails:\n  - {name: stays, never: {export: [phi.ssn]}, then: [alert]}\n"));
        try (RawClient nora = gateway.rawNora()) {
            leaves(nora, "COPY (SELECT id FROM patients) TO STDOUT");
            assertThat(denied(nora, "COPY (SELECT ssn FROM patients) TO STDOUT").field('M'))
                    .startsWith("SP2076 guardrail `stays` forbids `phi.ssn`");
        }
        assertThat(Logged.events(folder).stream().filter(one -> one.contains("\"type\":\"alert")))
                .hasSize(1);
    }

    @Test
    void marksWhatLeaves() throws Exception {
        rule("watermark");
        try (RawClient nora = gateway.rawNora()) {
            List<RawClient.Frame> frames = nora.ask("COPY patients TO STDOUT");
            assertThat(RawClient.types(frames)).isEqualTo("NHddcCZ");
            String words = frames.getFirst().field('M');
            assertThat(words).startsWith("SP2078 this export is on record as wm_");
            String mark = words.substring(words.indexOf("wm_"));
            assertThat(Logged.events(folder))
                    .anyMatch(event ->
                            event.contains("\"type\":\"export.marked\"") && event.contains(mark));
        }
    }

    @Test
    void asksSomebodyElseAndRunsOnceTheyAgree() throws Exception {
        rule("approve");
        String sql = "COPY (SELECT id FROM patients WHERE id = %d) TO STDOUT";
        GatewayServer server = gateway.server();
        try (RawClient nora = gateway.rawNora()) {
            RawClient.Frame error = denied(nora, sql.formatted(1));
            ExportRequests.Request asked = server.exports().getFirst();
            assertThat(error.field('M')).startsWith("SP2077").endsWith(asked.id());
            assertThat(error.field('H'))
                    .contains("`sallyport export approve " + asked.id() + " --by NAME`");
            denied(nora, sql.formatted(1));
            assertThat(server.exports()).hasSize(1);
            assertThat(asked.isOf("nora")).isTrue();

            server.answer(asked, "root", "cno", Optional.of(soon()));
            assertThat(nora.ask(sql.formatted(2)).getFirst().field('M'))
                    .startsWith("SP2078")
                    .endsWith(asked.id());
            denied(nora, "COPY (SELECT id, ssn FROM patients) TO STDOUT");
            nora.send(bytes(parse("copy", sql.formatted(1)), sync()));
            assertThat(nora.typesUntilReady()).isEqualTo("1Z");

            gateway.advance(Duration.ofHours(2));
            denied(nora, sql.formatted(1));
            nora.send(bytes(bind("", "copy"), execute(""), sync()));
            assertThat(nora.typesUntilReady()).isEqualTo("2EZ");
        } finally {
            gateway.advance(Duration.ofHours(-2));
        }
    }

    private static Instant soon() {
        return Instant.now().plus(Duration.ofHours(1));
    }

    @Test
    void remembersAnswersThroughARestart() throws Exception {
        rule("approve");
        try (RawClient nora = gateway.rawNora()) {
            denied(nora, "COPY clinics TO STDOUT");
            denied(nora, "COPY notes TO STDOUT");
            denied(nora, "COPY patients TO STDOUT");
        }
        GatewayServer server = gateway.server();
        server.answer(of(server, "clinics"), "root", "cno", Optional.of(soon()));
        server.answer(of(server, "notes"), "root", "cno", Optional.empty());
        gateway.close();
        gateway = first.beside(folder);

        server = gateway.server();
        assertThat(server.exports())
                .extracting(ExportRequests.Request::statement)
                .containsExactlyInAnyOrder("copy clinics to stdout", "copy patients to stdout");
        assertThat(of(server, "clinics").by()).hasValue("cno");
        try (RawClient nora = gateway.rawNora()) {
            leaves(nora, "COPY clinics TO STDOUT");
            denied(nora, "COPY patients TO STDOUT");
        }
    }

    private static ExportRequests.Request of(GatewayServer server, String table) {
        return server.exports().stream()
                .filter(one -> one.statement().contains(table))
                .findFirst()
                .orElseThrow();
    }
}
