package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The sample that says everything the language can say. */
final class LanguageExampleTest {
    private static final Path LANGUAGE =
            Path.of(
                    Objects.requireNonNull(System.getProperty("sallyport.root")),
                    "examples/language");

    private static final Policy POLICY = policy();

    private static Policy policy() {
        return switch (PolicyReader.read(LANGUAGE.resolve("policy"))) {
            case PolicyReading.Accepted(Policy policy, var ignored) -> policy;
            case PolicyReading.Rejected(var problems) -> throw new AssertionError(problems);
        };
    }

    private static Role effective(String role) {
        return POLICY.effective(role).orElseThrow();
    }

    private static Optional<String> classOf(String database, String table, String column) {
        String[] name = table.split("\\.", -1);
        return POLICY.catalog()
                .table(database, new TableName(name[0], name[1]))
                .flatMap(found -> found.classOf(column));
    }

    @Test
    void namesPeopleWhoAreThere() {
        assertThat(DirectoryReader.read(LANGUAGE.resolve("people.yaml")))
                .isInstanceOf(DirectoryReading.Accepted.class);
    }

    @Test
    void isToldOnlyOfWhatIsMeant() {
        assertThat(PolicyReader.read(LANGUAGE.resolve("policy")))
                .isInstanceOfSatisfying(
                        PolicyReading.Accepted.class,
                        accepted ->
                                assertThat(accepted.warnings())
                                        .extracting(Object::toString)
                                        .containsExactly(
                                                "SP1110 20-roles.yaml:72:3 role `registrar` is used"
                                                        + " nowhere (use it, or take it out)",
                                                "SP1123 20-roles.yaml:86:9 guardrail"
                                                        + " `ssn-stays-in-prod` takes seeing"
                                                        + " `phi.ssn` from role `analyst` in"
                                                        + " `staging` (the guardrail is at"
                                                        + " 30-assignments.yaml:40 and wins)",
                                                "SP1123 20-roles.yaml:45:9 guardrail"
                                                        + " `agents-read-only` takes changing"
                                                        + " `phi.clinical` from agents with role"
                                                        + " `physician` (the guardrail is at"
                                                        + " 30-assignments.yaml:43 and wins)"));
    }

    @Test
    void holdsEveryFactOfItsTests() {
        assertThat(POLICY.tests()).hasSize(28);
        assertThat(PolicyTests.run(POLICY)).isEmpty();
    }

    @Test
    void keepsApartWhatItSaysOfItsPeople() {
        var people =
                (DirectoryReading.Accepted) DirectoryReader.read(LANGUAGE.resolve("people.yaml"));

        assertThat(new Separation(POLICY).problems(people.directory())).isEmpty();
    }

    @Test
    void givesEachColumnTheClassOfItsLongestName() {
        assertThat(classOf("claims", "claims.members", "name")).hasValue("phi.identity");
        assertThat(classOf("claims", "claims.members", "balance")).hasValue("phi.financial");
        assertThat(classOf("claims", "claims.made_tomorrow", "x")).hasValue("phi.financial");
        assertThat(classOf("ehr", "hosp.encounters", "id")).hasValue("ops.key");
        assertThat(classOf("ehr", "hosp.encounters", "notes")).hasValue("phi.clinical");
        assertThat(classOf("ehr", "hosp.patients", "blood_type")).isEmpty();
        assertThat(classOf("ehr", "hosp.made_tomorrow", "x")).isEmpty();
        assertThat(classOf("claims", "other.members", "name")).isEmpty();
    }

    @Test
    void unitesInheritedRectanglesAndNarrowsTheTerms() {
        Role nurse = effective("nurse");
        Role staff = effective("staff");

        assertThat(nurse.allow()).hasSize(3).endsWith(staff.allow().getFirst());
        assertThat(nurse.owner()).isEqualTo("cno@hospital.example");
        assertThat(nurse.terms().sessions().idle()).hasToString("Optional[15m]");
        assertThat(nurse.terms().sessions().max()).hasToString("Optional[10h]");
        assertThat(POLICY.roles().get("nurse")).isNotEqualTo(nurse);
    }

    @Test
    void keepsEveryTermWhereItIsWritten() {
        Terms billing = effective("billing_admin").terms();
        Terms support = effective("support").terms();

        assertThat(billing.concerns("prod")).isTrue();
        assertThat(billing.concerns("staging")).isFalse();
        assertThat(billing.limits().export()).hasValue(Limits.ExportRule.WATERMARK);
        assertThat(billing.when().orElseThrow().place().file()).isEqualTo("20-roles.yaml");
        assertThat(support.standing()).isFalse();
        assertThat(support.request().orElseThrow().needs())
                .containsExactly("reason", "ticket", "subject");
        assertThat(effective("physician").terms().onRequest()).hasSize(1);
        assertThat(effective("emergency").terms().breakGlass()).isPresent();
        Channels channels = effective("emergency").terms().channels();
        assertThat(channels.mayListen("ward_7")).isTrue();
        assertThat(channels.mayListen("wards")).isFalse();
        assertThat(channels.mayNotify("beds")).isTrue();
        assertThat(channels.mayNotifyWithPayload("beds")).isFalse();
        assertThat(effective("census").terms().onlyQueries()).hasSize(1);
        assertThat(effective("analyst").statements())
                .isEqualTo(Set.of(StatementClass.SELECT, StatementClass.EXPLAIN));
        assertThat(POLICY.catalog().purposes().get("research"))
                .extracting(Catalog.Purpose::needs)
                .isEqualTo(Set.of("study_id"));
    }

    @Test
    void letsAClassStandForItsColumns() {
        PolicyEngine engine = new PolicyEngine(POLICY);
        TableName encounters = new TableName("hosp", "encounters");

        for (var asked :
                List.of(
                        new AccessQuestion(
                                List.of("physician"),
                                "ehr",
                                encounters,
                                Optional.of("notes"),
                                Verb.INSERT),
                        new AccessQuestion(
                                List.of("physician"),
                                "ehr",
                                encounters,
                                Optional.of("notes"),
                                Verb.UPDATE))) {
            assertThat(engine.decide(asked)).isInstanceOf(Decision.Allowed.class);
        }
        assertThat(
                        engine.decide(
                                new AccessQuestion(
                                        List.of("physician"),
                                        "ehr",
                                        encounters,
                                        Optional.of("physician_id"),
                                        Verb.UPDATE)))
                .isInstanceOf(Decision.Denied.class);
    }
}
