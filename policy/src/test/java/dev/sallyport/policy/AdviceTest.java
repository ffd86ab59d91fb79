package dev.sallyport.policy;

import static dev.sallyport.policy.SmallPolicy.ASSIGNMENTS;
import static dev.sallyport.policy.SmallPolicy.CATALOG;
import static dev.sallyport.policy.SmallPolicy.ROLES;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is right as a policy and probably not what was meant. */
final class AdviceTest {
    private static final String HEAD =
            "owner: o@hospital.example, reason: Works., purposes: [treatment]";

    @TempDir private Path folder;

    @Test
    void tellsOfAnAssignmentThatNothingEnds() {
        assertThat(
                        notes(
                                new SmallPolicy(),
                                "functions: {ward.work: {roles: [nurse], reason: Works}}",
                                "assignments:",
                                "  - {group: nurses, role: nurse}",
                                "  - {group: ward, function: ward.work}",
                                "  - {group: others, role: nurse, until: review}",
                                "  - {group: visitors, role: nurse, eligible: true}"))
                .containsExactly(
                        "SP1124 30-assignments.yaml:4:5 nothing ends this assignment of `nurse` (add"
                                + " `until:` with a date or `review`)",
                        "SP1124 30-assignments.yaml:5:5 nothing ends this assignment of `ward.work`"
                                + " (add `until:` with a date or `review`)");
    }

    @Test
    void tellsOfAClassThatAnHeirShowsInClear() {
        assertThat(
                        notes(
                                roles(
                                        "lead: {"
                                                + HEAD
                                                + ", inherits: [nurse], allow: [{on:"
                                                + " ehr.hosp.patients, rows: my_clinics, see:"
                                                + " [phi.identity]}]}"),
                                "assignments: [{group: leads, role: lead, until: review}]"))
                .containsExactly(
                        "SP1125 21-roles.yaml:3:3 role `lead` shows `phi.identity` in clear, masked in"
                                + " `nurse`, which it inherits (compare 20-roles.yaml:8)");
    }

    @Test
    void tellsOfRowsThatAnHeirAdds() {
        SmallPolicy policy =
                roles(
                                "lead: {"
                                        + HEAD
                                        + ", inherits: [nurse], allow: [{on: ehr.hosp.visits, rows:"
                                        + " all_rows, see: [phi.clinical]}]}")
                        .replacing(CATALOG, "scopes:\n", "scopes:\n  all_rows: {}\n");

        assertThat(notes(policy, "assignments: [{group: leads, role: lead, until: review}]"))
                .containsExactly(
                        "SP1125 21-roles.yaml:3:3 role `lead` shows every row of `phi.clinical`, only"
                                + " those of `my_clinics` in `nurse`, which it inherits (compare"
                                + " 20-roles.yaml:8)");
    }

    @Test
    void tellsOfTwoRolesThatAreTheSame() {
        String audits = ", allow: [], console: [audit.read]}";

        assertThat(
                        notes(
                                roles(
                                        "audits: {" + HEAD + audits,
                                        "checks: {owner: x@hospital.example, reason: Other.,"
                                                + " purposes: [treatment]"
                                                + audits),
                                "assignments:",
                                "  - {group: nurses, role: nurse, until: review}",
                                "  - {group: audit, role: audits, until: review}",
                                "  - {group: checks, role: checks, until: review}"))
                .containsExactly(
                        "SP1126 21-roles.yaml:4:3 role `checks` is the same as role `audits` (use the"
                                + " one at 21-roles.yaml:3, and assign it twice)");
    }

    @Test
    void tellsOfARoleThatEndsAndThenThatItHasEnded() {
        SmallPolicy small =
                new SmallPolicy()
                        .replacing(
                                ROLES,
                                "    allow:",
                                "    deprecated: {replaced_by: audits, until: 2027-01-31}\n    allow:")
                        .with("21-roles.yaml", rolesFile("audits: {" + HEAD + ", allow: []}"));
        String assignments =
                """
                version: 1
                assignments:
                  - {group: nurses, role: nurse, until: review}
                  - {group: audit, role: audits, until: review}
                """;
        Policy policy = small.with(ASSIGNMENTS, assignments).acceptedIn(folder);

        assertThat(warnings(small))
                .containsExactly(
                        "SP1127 30-assignments.yaml:3:5 role `nurse` ends on 2027-01-31 and is still"
                                + " assigned (assign `audits`)");
        assertThat(Advice.ended(policy, Instant.parse("2027-01-30T23:59:59Z"))).isEmpty();
        assertThat(Advice.ended(policy, Instant.parse("2027-01-31T00:00:00Z")))
                .extracting(Object::toString)
                .containsExactly(
                        "SP1127 30-assignments.yaml:3 role `nurse` ended on 2027-01-31 and is still"
                                + " assigned (assign `audits`)");
    }

    @Test
    void tellsOfAnAcceptanceOfWhatIsInNoConflict() {
        assertThat(
                        notes(
                                roles("audits: {" + HEAD + ", allow: []}"),
                                "separation_of_duties:",
                                "  - {name: agreed, accept: [nurse, audits], reason: Agreed}",
                                "assignments:",
                                "  - {group: nurses, role: nurse, until: review}",
                                "  - {group: audit, role: audits, until: review}"))
                .containsExactly(
                        "SP1128 30-assignments.yaml:3:5 `agreed` accepts `nurse`, `audits`, which do"
                                + " not re-identify (take it out)");
    }

    @Test
    void tellsOfARoleThatNobodyCanHold() {
        assertThat(
                        notes(
                                roles(
                                        "asked: {" + HEAD + ", standing: false, allow: []}",
                                        "audits: {" + HEAD + ", console: [audit.read], allow: []}"),
                                "assignments:",
                                "  - {group: nurses, role: nurse, until: review}",
                                "  - {group: nurses, role: asked, until: review}",
                                "  - {group: audit, role: audits, eligible: true}"))
                .containsExactly(
                        "SP1129 21-roles.yaml:3:3 nobody can hold role `asked`: it is assigned, but"
                                + " gives nothing unasked and cannot be asked for (add `request:`,"
                                + " or take `standing: false` out)",
                        "SP1129 21-roles.yaml:4:3 nobody can hold role `audits`: it is assigned, but"
                                + " gives nothing unasked and cannot be asked for (add `request:`,"
                                + " or assign it without `eligible`)");
    }

    private static SmallPolicy roles(String... roles) {
        return new SmallPolicy().with("21-roles.yaml", rolesFile(roles));
    }

    private static String rolesFile(String... roles) {
        return "version: 1\nroles:\n  " + String.join("\n  ", roles) + "\n";
    }

    private List<String> notes(SmallPolicy policy, String... assignments) {
        return warnings(
                policy.with(ASSIGNMENTS, "version: 1\n" + String.join("\n", assignments) + "\n"));
    }

    private List<String> warnings(SmallPolicy policy) {
        return switch (policy.readIn(folder)) {
            case PolicyReading.Accepted accepted ->
                    accepted.warnings().stream().map(Object::toString).toList();
            case PolicyReading.Rejected(var problems) -> throw new AssertionError(problems);
        };
    }
}
