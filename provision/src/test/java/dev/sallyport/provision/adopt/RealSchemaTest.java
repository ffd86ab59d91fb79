package dev.sallyport.provision.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Policy;
import dev.sallyport.testkit.PostgresRelease;
import dev.sallyport.testkit.SampleHospital;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Schemas as they are made elsewhere are adopted whole, and their hints hold. */
final class RealSchemaTest {
    private static final Path HOSPITAL = SampleHospital.FOLDER.resolve("schema.sql");

    @Test
    void adoptsAFhirServer() throws SQLException, IOException {
        Brownfield server = new Brownfield(PostgresRelease.NEWEST);
        server.run(
                "CREATE ROLE hapi LOGIN; CREATE SCHEMA fhir AUTHORIZATION hapi; SET ROLE hapi; SET"
                        + " search_path TO fhir; "
                        + schema(),
                "RESET ROLE; CREATE ROLE reports; GRANT USAGE ON SCHEMA fhir TO reports; GRANT SELECT ON ALL"
                        + " TABLES IN SCHEMA fhir TO reports; REVOKE SELECT ON fhir.hfj_res_ver FROM"
                        + " reports");

        Survey survey = server.survey();
        AdoptedFolder folder = Brownfield.folder(survey);
        Policy policy = Brownfield.read(folder);

        assertThat(Brownfield.adopted(policy)).isEqualTo(survey.found());
        assertThat(server.plan(policy).steps()).isEmpty();
        assertThat(survey.tables()).hasSizeGreaterThan(50);
        assertThat(survey.found().rights()).hasSize(survey.tables().size());
        assertThat(folder.suggested())
                .containsEntry("fhir.hfj_resource.res_id", "ops.key")
                .containsEntry("fhir.hfj_resource.res_updated", "ops.plain");
        assertThat(folder.unclassified()).contains("fhir.hfj_spidx_string.sp_value_exact");
        assertThat(folder.classified() + folder.unclassified().size())
                .isEqualTo(survey.tables().stream().mapToInt(one -> one.columns().size()).sum());
    }

    @Test
    void itsHintsAreAPolicyOnceSomebodyUncommentsThem() throws SQLException, IOException {
        Brownfield hospital = new Brownfield(PostgresRelease.NEWEST);
        hospital.run(Files.readString(HOSPITAL));
        AdoptedFolder folder = Brownfield.folder(hospital.survey());
        Map<String, String> uncommented =
                folder.files().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        file -> file.getValue().replaceAll("(?m)^( *)#  ", "$1")));

        Policy policy =
                Brownfield.read(
                        new AdoptedFolder(
                                folder.survey(),
                                uncommented,
                                folder.classified(),
                                folder.unclassified(),
                                folder.suggested()));

        assertThat(Objects.requireNonNull(policy.catalog().databases().get("ehr")))
                .satisfies(ehr -> {
                    assertThat(ehr.subject().orElseThrow().table().toString())
                            .isEqualTo("hosp.patients");
                    assertThat(ehr.subject().orElseThrow().key()).isEqualTo("mrn");
                    assertThat(ehr.links())
                            .extracting(link -> link.pattern() + " " + link.column())
                            .contains("hosp.encounters patient_id", "hosp.invoices patient_id");
                });
        assertThat(policy.catalog().scopes()).containsKey("my_clinics_by_clinic_id");
        assertThat(policy.roles()).isEmpty();
        assertThat(policy.assignments()).isEmpty();
    }

    private static String schema() throws IOException {
        try (InputStream in = RealSchemaTest.class.getResourceAsStream("hapi_fhir.sql")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
