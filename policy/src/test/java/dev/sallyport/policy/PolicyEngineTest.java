package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.problem.Place;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.sql.TableName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyEngineTest {
    private final Policy policy = HospitalExampleTest.policy();
    private final PolicyEngine engine = new PolicyEngine(policy);

    @Test
    void saysWhichTermOfARoleDoesNotHoldNow(@TempDir Path folder) {
        Policy policy =
                new SmallPolicy()
                        .replacing(
                                SmallPolicy.CATALOG,
                                "classes:\n",
                                "environments:\n  prod: {label: P, colour: red}\nclasses:\n")
                        .replacing(
                                SmallPolicy.ROLES,
                                "    allow:",
                                "    env: [prod]\n    when: 'hour(now, \"UTC\") < 12'\n    allow:")
                        .acceptedIn(folder);
        String head = "role `nurse` does not let you see column `hosp.visits.notes` now: ";

        assertThat(denied(policy, "2026-01-07T11:59:59Z", "treatment", "test"))
                .isEqualTo(head + "it is not for environment `test` 20-roles.yaml:3");
        assertThat(denied(policy, "2026-01-07T11:59:59Z", "payment", "prod"))
                .isEqualTo(head + "it is not for purpose `payment` 20-roles.yaml:3");
        assertThat(denied(policy, "2026-01-07T12:00:00Z", "treatment", "prod"))
                .startsWith(head + "its condition does not hold 20-roles.yaml:8");
    }

    private static String denied(Policy policy, String at, String purpose, String environment) {
        Decision decision =
                new PolicyEngine(policy)
                        .decide(
                                new AccessQuestion(
                                        List.of("nurse"),
                                        "ehr",
                                        new TableName("hosp", "visits"),
                                        Optional.of("notes"),
                                        Verb.SEE,
                                        Asker.PERSON,
                                        Optional.of(
                                                new Circumstances(
                                                        Instant.parse(at),
                                                        Optional.of(purpose),
                                                        Optional.empty(),
                                                        Map.of(),
                                                        Optional.of(environment),
                                                        Map.of()))));
        Decision.Denied denied = (Decision.Denied) decision;
        assertThat(denied.code()).isEqualTo(ProblemCode.SP2048);
        assertThat(denied.hint()).isEqualTo("ask cno@hospital.example, who owns role `nurse`");
        return denied.message() + " " + denied.rule();
    }

    @Test
    void namesTheRuleThatAllows() {
        assertThat(decide("nurse", "patients", Verb.SEE).rule()).hasToString("20-roles.yaml:12");
        assertThat(decide("nurse", "encounters", Verb.INSERT).rule())
                .hasToString("20-roles.yaml:17");
    }

    @Test
    void namesTheMaskOfAColumn() {
        Decision decision = decide(List.of("nurse"), "patients", "ssn", Verb.SEE);

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Allowed.class,
                        allowed ->
                                assertThat(allowed.masked())
                                        .singleElement()
                                        .satisfies(masked ->
                                                assertThat(masked.mask().name())
                                                        .isEqualTo("last4")));
    }

    @Test
    void listsTheMaskedColumnsOfATable() {
        assertThat(decide("analyst", "patients", Verb.SEE))
                .isInstanceOfSatisfying(
                        Decision.Allowed.class,
                        allowed ->
                                assertThat(allowed.masked().stream().map(m -> m.column()))
                                        .containsExactly("dob", "zip"));
    }

    @Test
    void letsTheFirstRoleHeldThatAllowsDecide() {
        assertThat(
                        decide(List.of("auditor", "analyst", "nurse"), "patients", "dob", Verb.SEE)
                                .rule())
                .isEqualTo(decide(List.of("analyst"), "patients", "dob", Verb.SEE).rule());
    }

    @Test
    void deniesAClassThatTheRoleDoesNotInclude() {
        assertThat(decide("nurse", "mental_health_notes", Verb.SEE))
                .isEqualTo(
                        denied(
                                ProblemCode.SP2041,
                                "table `hosp.mental_health_notes` is tagged `phi.sensitive`, which"
                                        + " role `nurse` does not include",
                                12,
                                "no role includes it; ask cno@hospital.example, who owns role"
                                        + " `nurse`"));
    }

    @Test
    void saysWhichRoleWouldAllow() {
        assertThat(decide(List.of("analyst"), "patients", "last_name", Verb.SEE))
                .isEqualTo(
                        denied(
                                ProblemCode.SP2041,
                                "column `hosp.patients.last_name` is tagged `phi.identity`, which"
                                        + " role `analyst` does not include",
                                lineOf("analyst") + 5,
                                "role `nurse` includes it; ask its owner cno@hospital.example"));
    }

    @Test
    void pointsAtNoRoleWhoseStatementsLeaveItOut(@TempDir Path folder) {
        Policy policy =
                new SmallPolicy()
                        .replacing(
                                SmallPolicy.ROLES,
                                "    allow:",
                                "    statements: [insert]\n    allow:")
                        .acceptedIn(folder);

        Decision decision =
                new PolicyEngine(policy)
                        .decide(
                                new AccessQuestion(
                                        List.of(),
                                        "ehr",
                                        new TableName("hosp", "visits"),
                                        Optional.of("notes"),
                                        Verb.SEE));

        assertThat(((Decision.Denied) decision).hint()).isEqualTo("no role includes it");
    }

    @Test
    void deniesSeveralRolesInOneSentence() {
        assertThat(message(List.of("nurse", "analyst"), "invoices"))
                .isEqualTo(
                        "table `hosp.invoices` is tagged `phi.financial`, which roles `nurse`,"
                                + " `analyst` do not include");
    }

    @Test
    void deniesATableOutsideEveryRectangle() {
        assertThat(message(List.of("nurse"), "staff"))
                .isEqualTo("table `hosp.staff` is outside every rule of role `nurse`");
    }

    @Test
    void deniesWhoHoldsNothingAtTheDatabase() {
        assertThat(decide(List.of(), "patients", "", Verb.SEE))
                .satisfies(denied -> assertThat(denied.rule()).hasToString("10-catalog.yaml:5"));
        assertThat(message(List.of(), "patients"))
                .isEqualTo("table `hosp.patients` is open to no role held");
    }

    @Test
    void deniesWhatHasNoClass() {
        assertThat(message(List.of("nurse"), "secrets"))
                .isEqualTo("table `hosp.secrets` has no class, so no role includes it");
        assertThat(
                        ((Decision.Denied) decide(List.of("nurse"), "patients", "note", Verb.SEE))
                                .message())
                .isEqualTo("column `hosp.patients.note` has no class, so no role includes it");
    }

    @Test
    void deniesAChange() {
        assertThat(decide(List.of("nurse"), "encounters", "notes", Verb.UPDATE))
                .isEqualTo(
                        denied(
                                ProblemCode.SP2042,
                                "role `nurse` may not update column `hosp.encounters.notes`",
                                12,
                                "role `physician` includes it; ask its owner"
                                        + " cmo@hospital.example"));
        assertThat(decide("physician", "encounters", Verb.DELETE))
                .isInstanceOfSatisfying(
                        Decision.Denied.class,
                        denied ->
                                assertThat(denied.message())
                                        .isEqualTo(
                                                "role `physician` may not delete table"
                                                        + " `hosp.encounters`"));
    }

    @Test
    void findsTheTableAPersonMeant() {
        assertThat(named("mental_health_notes")).contains("hosp.mental_health_notes");
        assertThat(named("hosp.mental_health_notes")).contains("hosp.mental_health_notes");
        assertThat(named("nurse.mental_health_notes")).contains("hosp.mental_health_notes");
    }

    @Test
    void findsNoTableUnderAForeignSchema() {
        assertThat(named("pg_catalog.patients")).isEmpty();
        assertThat(named("nobody")).isEmpty();
        assertThat(engine.named("claims", "patients")).isEmpty();
    }

    @Test
    void findsTheColumnAPersonMeant() {
        assertThat(column("ssn")).contains("hosp.patients.ssn");
        assertThat(column("patients.ssn")).contains("hosp.patients.ssn");
        assertThat(column("hosp.patients.ssn")).contains("hosp.patients.ssn");
        assertThat(column("p.ssn")).contains("hosp.patients.ssn");
    }

    @Test
    void findsNoColumnWhereSeveralMayBeMeant() {
        assertThat(column("patient_id")).isEmpty();
        Catalog.GovernedTable encounters = engine.named("ehr", "encounters").orElseThrow();
        assertThat(engine.columnOf("ehr", "patient_id", List.of(encounters)))
                .isEqualTo(Optional.of(new PolicyEngine.GovernedColumn(encounters, "patient_id")));
    }

    private Optional<String> named(String relation) {
        return engine.named("ehr", relation).map(table -> table.name().toString());
    }

    private Optional<String> column(String written) {
        return engine.columnOf("ehr", written)
                .map(found -> found.table().name() + "." + found.column());
    }

    private Decision decide(String role, String table, Verb verb) {
        return decide(List.of(role), table, "", verb);
    }

    private Decision decide(List<String> roles, String table, String column, Verb verb) {
        Optional<String> asked = column.isEmpty() ? Optional.empty() : Optional.of(column);
        return engine.decide(
                new AccessQuestion(roles, "ehr", new TableName("hosp", table), asked, verb));
    }

    private String message(List<String> roles, String table) {
        return ((Decision.Denied) decide(roles, table, "", Verb.SEE)).message();
    }

    private int lineOf(String role) {
        return Objects.requireNonNull(policy.roles().get(role)).place().line();
    }

    private static Decision denied(ProblemCode code, String message, int line, String hint) {
        return new Decision.Denied(code, message, Place.line("20-roles.yaml", line), hint);
    }
}
