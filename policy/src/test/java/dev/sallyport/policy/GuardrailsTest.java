package dev.sallyport.policy;

import static dev.sallyport.policy.SmallPolicy.ASSIGNMENTS;
import static dev.sallyport.policy.SmallPolicy.CATALOG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.problem.ProblemCode;
import dev.sallyport.sql.TableName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No role opens what a guardrail forbids. */
final class GuardrailsTest {
    private static final Instant NOON = Instant.parse("2026-01-07T12:00:00Z");
    private static final Instant NIGHT = Instant.parse("2026-01-07T03:00:00Z");
    private static final Asker AGENT = new Asker(AskerKind.AGENTS, Set.of());

    @TempDir private Path folder;

    @Test
    void takesAClassAwayInOneEnvironment() {
        Policy policy = policy("{name: g, never: {see: [phi.clinical], env: [staging]}}");

        assertThat(see(policy, "visits", "notes", Asker.PERSON, NOON, "prod"))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(see(policy, "visits", "notes", Asker.PERSON, NOON, "staging"))
                .isEqualTo(
                        new Decision.Denied(
                                ProblemCode.SP2047,
                                "guardrail `g` forbids to see column `hosp.visits.notes`",
                                policy.guardrails().getFirst().place(),
                                "no role opens it; ask who keeps the guardrails"));
        assertThat(see(policy, "visits", "patient_id", Asker.PERSON, NOON, "staging"))
                .isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void takesMaskedClassesAwayToo() {
        Policy policy = policy("{name: g, never: {see: [phi.identity]}}");

        assertThat(see(policy, "patients", "mrn", Asker.PERSON, NOON, "prod"))
                .isInstanceOf(Decision.Denied.class);
    }

    @Test
    void takesAwayWhatAMaskShowsOfAnotherClass() {
        SmallPolicy small =
                small("{name: g, never: {see: [ops.key]}}")
                        .replacing(
                                CATALOG,
                                "  last4: {kind: keep_last, n: 4}",
                                "  last4: {kind: use_column, column: id}");
        Policy policy = small.acceptedIn(folder);

        assertThat(see(policy, "patients", "mrn", Asker.PERSON, NOON, "prod"))
                .isInstanceOfSatisfying(
                        Decision.Denied.class,
                        denied ->
                                assertThat(denied.message())
                                        .isEqualTo(
                                                "guardrail `g` forbids to see column"
                                                        + " `hosp.patients.mrn`"));
    }

    @Test
    void leavesTheRestOfATableOpenAndOutOfItsMasks() {
        Policy policy = policy("{name: g, never: {see: [phi.identity]}}");

        assertThat(
                        new PolicyEngine(policy)
                                .decide(
                                        question(
                                                "patients",
                                                Optional.empty(),
                                                Asker.PERSON,
                                                Optional.empty())))
                .isInstanceOfSatisfying(
                        Decision.Allowed.class, allowed -> assertThat(allowed.masked()).isEmpty());
    }

    @Test
    void holdsInEveryEnvironmentWhereNoneIsKnown() {
        Policy policy = policy("{name: g, never: {see: [phi.clinical], env: [staging]}}");

        assertThat(
                        new PolicyEngine(policy)
                                .decide(
                                        question(
                                                "visits",
                                                Optional.of("notes"),
                                                Asker.PERSON,
                                                Optional.empty())))
                .isInstanceOf(Decision.Denied.class);
    }

    @Test
    void concernsOnlyThoseItIsFor() {
        Policy policy = policy("{name: g, never: {see: any}, for: agents}");

        assertThat(see(policy, "visits", "notes", Asker.PERSON, NOON, "prod"))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(see(policy, "visits", "notes", AGENT, NOON, "prod"))
                .isInstanceOfSatisfying(
                        Decision.Denied.class,
                        denied ->
                                assertThat(denied.message())
                                        .isEqualTo(
                                                "guardrail `g` forbids agents to see column"
                                                        + " `hosp.visits.notes`"));
    }

    @Test
    void knowsTheHour() {
        Policy policy =
                policy(
                        "{name: g, never: {see: [\"phi.*\"], outside: \"06:00-22:00\", zone:"
                                + " Europe/Berlin}}");

        assertThat(see(policy, "visits", "notes", Asker.PERSON, NOON, "prod"))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(see(policy, "visits", "notes", Asker.PERSON, NIGHT, "prod"))
                .isInstanceOf(Decision.Denied.class);
    }

    @Test
    void spansMidnight() {
        Policy policy = policy("{name: g, never: {see: any, outside: \"22:00-06:00\"}}");

        assertThat(see(policy, "visits", "notes", Asker.PERSON, NIGHT, "prod"))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(see(policy, "visits", "notes", Asker.PERSON, NOON, "prod"))
                .isInstanceOf(Decision.Denied.class);
    }

    @Test
    void forbidsAStatementWhateverTheClass() {
        Policy policy = policy("{name: g, never: {statements: [select]}}");

        assertThat(see(policy, "visits", "notes", Asker.PERSON, NOON, "prod"))
                .isInstanceOf(Decision.Denied.class);
    }

    @Test
    void watchesAndAllows() {
        Policy policy = policy("{name: g, watch: {see: [phi.clinical]}, then: [alert]}");

        assertThat(see(policy, "visits", "notes", Asker.PERSON, NOON, "prod"))
                .isInstanceOfSatisfying(
                        Decision.Allowed.class,
                        allowed -> assertThat(allowed.watched()).isEqualTo(policy.guardrails()));
        assertThat(see(policy, "visits", "patient_id", Asker.PERSON, NOON, "prod"))
                .isInstanceOfSatisfying(
                        Decision.Allowed.class, allowed -> assertThat(allowed.watched()).isEmpty());
    }

    @Test
    void isListedWithWhatItCuts() {
        SmallPolicy small = small("{name: g, never: {see: [phi.clinical], env: [staging]}}");

        assertThat(small.readIn(folder))
                .isInstanceOfSatisfying(
                        PolicyReading.Accepted.class,
                        accepted ->
                                assertThat(
                                                accepted.warnings().stream()
                                                        .map(Object::toString)
                                                        .filter(told -> told.startsWith("SP1123")))
                                        .containsExactly(
                                                "SP1123 20-roles.yaml:8:9 guardrail `g` takes seeing"
                                                        + " `phi.clinical` from role `nurse` in"
                                                        + " `staging` (the guardrail is at"
                                                        + " 30-assignments.yaml:5 and wins)",
                                                "SP1123 20-roles.yaml:12:9 guardrail `g` takes"
                                                        + " seeing `phi.clinical` from role `nurse` in"
                                                        + " `staging` (the guardrail is at"
                                                        + " 30-assignments.yaml:5 and wins)"));
    }

    private static Decision see(
            Policy policy, String table, String column, Asker asker, Instant at, String env) {
        return new PolicyEngine(policy)
                .decide(
                        question(
                                table,
                                Optional.of(column),
                                asker,
                                Optional.of(
                                        new Circumstances(
                                                at,
                                                Optional.empty(),
                                                Optional.empty(),
                                                Map.of(),
                                                Optional.of(env),
                                                Map.of()))));
    }

    private static AccessQuestion question(
            String table,
            Optional<String> column,
            Asker asker,
            Optional<Circumstances> circumstances) {
        return new AccessQuestion(
                List.of("nurse"),
                "ehr",
                new TableName("hosp", table),
                column,
                Verb.SEE,
                asker,
                circumstances);
    }

    private Policy policy(String guardrail) {
        return small(guardrail).acceptedIn(folder);
    }

    private static SmallPolicy small(String guardrail) {
        return new SmallPolicy()
                .replacing(
                        CATALOG,
                        "classes:\n",
                        """
                        environments:
                          prod: {label: P, colour: red, require_purpose: true, record: full}
                          staging: {label: S, colour: amber, require_purpose: true, record: full}
                        classes:
                        """)
                .with(
                        ASSIGNMENTS,
                        "version: 1\nassignments:\n"
                                + "  - {group: nurses, role: nurse, until: review}\n"
                                + "guardrails:\n  - "
                                + guardrail
                                + "\n");
    }
}
