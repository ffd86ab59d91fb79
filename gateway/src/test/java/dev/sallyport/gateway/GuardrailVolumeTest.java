package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guardrails on how much is taken stop or tell, by the classes of the tables that are named. */
class GuardrailVolumeTest {
    @TempDir static Path before;
    private static GatewayFixture first;

    @TempDir Path folder;

    /** One that has counted nothing. */
    private GatewayFixture gateway;

    @BeforeAll
    static void furnish() throws Exception {
        first = GatewayFixture.start(before);
        try (Connection admin = GatewayFixture.admin();
                Statement statement = admin.createStatement()) {
            statement.execute(
                    "CREATE TABLE nurse.patients AS SELECT g AS id, 'n' AS last_name, 's' AS ssn"
                            + " FROM generate_series(1, 20) g");
            statement.execute(
                    "CREATE TABLE nurse.clinics AS SELECT g AS id, 'c' AS name"
                            + " FROM generate_series(1, 9) g");
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

    private static String guardrail(String words) {
        return "guardrails:\n  - {" + words + ", then: [alert]}\n";
    }

    private void guard(String words) throws Exception {
        gateway.apply(Hospital.changed(before, "guardrails:\n", guardrail(words)));
    }

    private List<String> alerts() {
        return Logged.events(folder).stream()
                .filter(event -> event.contains("\"type\":\"alert"))
                .toList();
    }

    @Test
    void countsRowsOfTheClassesOfAGuardrailAndAlertsOnce() throws Exception {
        guard("name: bulk, never: {rows_per_day: {over: 6, of: \"phi.*\"}}");
        try (RawClient nora = gateway.rawNora()) {
            assertThat(RawClient.types(nora.ask("SELECT name FROM clinics")))
                    .isEqualTo("T" + "D".repeat(9) + "CZ");
            List<RawClient.Frame> frames = nora.ask("SELECT id FROM patients");
            assertThat(RawClient.types(frames)).isEqualTo("TDDDDDDEZ");
            assertThat(frames.get(7).field('M'))
                    .startsWith("SP2073 guardrail `bulk` gives at most 6 rows in a day");
            assertThat(nora.ask("SELECT id FROM patients").getFirst().field('M'))
                    .startsWith("SP2073");
        }
        assertThat(alerts()).hasSize(1).first().asString().contains("30-assignments.yaml:");
    }

    @Test
    void alertsWhereAClassIsReadAtAnHourThatIsWatchedAndStopsNothing() throws Exception {
        int now = Instant.now().atOffset(ZoneOffset.UTC).getHour();
        String far = "%02d:00-%02d:00".formatted((now + 12) % 24, (now + 14) % 24);
        guard("name: night, watch: {see: [phi.ssn], outside: \"" + far + "\"}");
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("SELECT id, last_name FROM patients");
            assertThat(alerts()).isEmpty();
            assertThat(RawClient.types(nora.ask("SELECT * FROM patients"))).endsWith("DCZ");
            nora.ask("SELECT ssn FROM patients");
        }
        assertThat(alerts()).hasSize(1).first().asString().contains("guardrail `night`");
    }

    @Test
    void alertsWhereMoreRowsAreTakenThanAreWatchedAndStopsNothing() throws Exception {
        guard("name: many, watch: {rows_per_day: {over: 12, of: \"phi.*\"}}");
        try (RawClient nora = gateway.rawNora()) {
            nora.ask("SELECT id FROM patients LIMIT 12");
            assertThat(alerts()).isEmpty();
            assertThat(RawClient.types(nora.ask("SELECT id FROM patients; SELECT 1")))
                    .endsWith("DCTDCZ");
        }
        assertThat(alerts()).hasSize(1).first().asString().contains("more than 12 rows in a day");
    }
}
