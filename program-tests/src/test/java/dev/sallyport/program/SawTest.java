package dev.sallyport.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.LogReader;
import dev.sallyport.audit.LogReader.LoggedEvent;
import dev.sallyport.testkit.Sallyport;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who saw a patient, and why, from the command line. */
final class SawTest {
    @TempDir Path folder;

    @Test
    void saysWhoSawAPatientWhenHowAndWhatFor() throws Exception {
        String patient;
        try (RunningDemo demo = RunningDemo.start(folder.resolve("data"))) {
            try (Connection nora = demo.connect("nora");
                    Statement statement = nora.createStatement();
                    ResultSet rows =
                            statement.executeQuery(
                                    "SELECT mrn, ssn FROM patients ORDER BY id LIMIT 1")) {
                assertThat(rows.next()).isTrue();
                patient = rows.getString(1);
            }
            try (Connection bella = demo.connect("bella");
                    Statement statement = bella.createStatement()) {
                statement.execute("SET sallyport.reason = 'an unpaid bill'");
                // By the number that other tables know the patient by.
                statement.execute("SELECT id, ssn FROM patients WHERE mrn = '" + patient + "'");
                statement.execute("SELECT count(*) FROM patients WHERE mrn = '" + patient + "'");
                statement.execute("SELECT DISTINCT last_name FROM patients LIMIT 1");
            }

            List<JsonNode> seen = sightings(saw(patient, "--json"));
            assertThat(seen)
                    .extracting(one -> one.path("person").asString())
                    .containsExactly("nora", "bella");
            assertThat(seen.getFirst().path("saw").toString())
                    .isEqualTo("[\"phi.identity\",\"phi.ssn:last4\"]");
            assertThat(seen.getLast().path("saw").toString())
                    .isEqualTo("[\"ops.key\",\"phi.ssn\"]");
            assertThat(seen.getLast().path("why").path("because").asString())
                    .isEqualTo("an unpaid bill");
            assertThat(seen.getLast().path("statement").asString())
                    .isEqualTo("select id, ssn from patients where mrn = ?");
            assertThat(saw(patient))
                    .contains("2 statements of 2 people showed this subject")
                    .contains("1 results did not say whose they were")
                    .doesNotContain("MRN");
            assertThat(sightings(saw(patient, "--json", "--since", Instant.now().toString())))
                    .isEmpty();
        }

        assertThat(asked()).hasSize(3).allMatch(json -> json.contains("\"whose\":\""));
        assertThat(saw(patient)).contains("nora  [nurse]  treatment", "bella  [billing_admin]");
        assertThat(saw("MRN-of-nobody"))
                .contains("no row has this key now", "0 statements of 0 people");
        assertThat(sightings(saw("MRN-of-nobody", "--json"))).isEmpty();
    }

    /** That somebody asked, as it stands on record. */
    private List<String> asked() {
        try (Stream<LoggedEvent> events = LogReader.read(folder.resolve("data/audit"))) {
            return events.map(LoggedEvent::json)
                    .filter(json -> json.contains("\"type\":\"record.asked\""))
                    .toList();
        }
    }

    private static List<JsonNode> sightings(String json) {
        List<JsonNode> sightings = new ArrayList<>();
        JsonMapper.shared().readTree(json).path("sightings").forEach(sightings::add);
        return sightings;
    }

    private String saw(String patient, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("saw", patient, "--data"));
        arguments.add(folder.resolve("data").toString());
        arguments.addAll(List.of(options));
        return Sallyport.program(arguments.toArray(String[]::new)).run().output();
    }
}
