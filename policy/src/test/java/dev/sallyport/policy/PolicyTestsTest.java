package dev.sallyport.policy;

import static dev.sallyport.policy.SmallPolicy.ASSIGNMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyTestsTest {
    private static final String NURSE = "as: {group: nurses, clinics: [1, 2]}, ";

    @TempDir private Path folder;

    @Test
    void holdsWhereThePolicyDoes() {
        assertThat(
                        failures(
                                NURSE + "can: see ehr.hosp.visits.notes, where: {clinic_id: 2}",
                                NURSE + "cannot: see ehr.hosp.visits.notes, where: {clinic_id: 3}",
                                NURSE + "cannot: delete ehr.hosp.visits",
                                NURSE + "sees: {ehr.hosp.patients.mrn: last4}",
                                "as: {roles: []}, cannot: see ehr.hosp.visits"))
                .isEmpty();
    }

    @Test
    void tellsWhatIsDenied() {
        assertThat(failures(NURSE + "can: insert ehr.hosp.visits"))
                .containsExactly(
                        "SP1201 30-assignments.yaml:3 test `t` fails: `insert ehr.hosp.visits` is"
                                + " denied (change a role or the test)");
    }

    @Test
    void tellsWhatIsAllowedAndByWhichRule() {
        assertThat(failures(NURSE + "cannot: see ehr.hosp.visits.notes, where: {clinic_id: 1}"))
                .containsExactly(
                        "SP1201 30-assignments.yaml:3 test `t` fails: `see ehr.hosp.visits.notes` is"
                                + " allowed (by 20-roles.yaml:8; change the rule or the test)");
    }

    @Test
    void tellsHowAColumnIsSeen() {
        assertThat(
                        failures(
                                NURSE + "sees: {ehr.hosp.visits.notes: last4}",
                                "as: {roles: []}, sees: {ehr.hosp.patients.mrn: last4}"))
                .containsExactly(
                        "SP1201 30-assignments.yaml:3 test `t` fails: `ehr.hosp.visits.notes` is seen"
                                + " in clear (the test expects `last4` only)",
                        "SP1201 30-assignments.yaml:4 test `t` fails: `ehr.hosp.patients.mrn` is"
                                + " seen not at all (the test expects `last4` only)");
    }

    @Test
    void countsARowThatSaysNothingOfTheScopeAsOutside() {
        assertThat(
                        failures(
                                "as: {group: nurses}, cannot: see ehr.hosp.visits, where:"
                                        + " {clinic_id: 1}"))
                .isEmpty();
    }

    @Test
    void asksAsAnAgentAServiceAndAFunction() {
        String assignments =
                """
                functions: {ward.work: {roles: [nurse], reason: Works}}
                assignments:
                  - {group: nurses, role: nurse, until: 2027-01-31}
                  - {agent: helper, role: nurse, on_behalf_of: "group:nurses", edit: false}
                  - {service: feed, function: ward.work}
                """;

        assertThat(
                        run(
                                writing(),
                                assignments,
                                "as: {group: nurses}, can: insert ehr.hosp.visits.notes",
                                "as: {function: ward.work}, can: insert ehr.hosp.visits.notes",
                                "as: {service: feed}, can: insert ehr.hosp.visits.notes",
                                "as: {agent: helper}, can: see ehr.hosp.visits.notes",
                                "as: {agent: helper}, cannot: insert ehr.hosp.visits.notes",
                                "as: {agent: helper, group: nurses}, can: see ehr.hosp.visits.notes",
                                "as: {agent: helper, roles: [other]}, cannot: see ehr.hosp.visits"))
                .isEmpty();
    }

    @Test
    void takesEditFromAnAssignmentWithoutIt() {
        String assignments = "assignments:\n  - {group: nurses, role: nurse, edit: false}\n";

        assertThat(
                        run(
                                writing(),
                                assignments,
                                "as: {group: nurses}, can: see ehr.hosp.visits.notes",
                                "as: {group: nurses}, cannot: insert ehr.hosp.visits.notes",
                                "as: {group: nurses, role: nurse}, can: insert ehr.hosp.visits.notes"))
                .isEmpty();
    }

    @Test
    void asksAtAnInstantInAnEnvironment() {
        String assignments =
                "assignments:\n  - {group: nurses, role: nurse, env: [prod], until: 2027-01-31}\n";

        assertThat(
                        run(
                                writing(),
                                assignments,
                                "as: {group: nurses}, can: see ehr.hosp.visits.notes",
                                "as: {group: nurses, env: test}, cannot: see ehr.hosp.visits.notes",
                                "as: {group: nurses, at: 2027-01-30T23:59:59Z}, can: see"
                                        + " ehr.hosp.visits.notes",
                                "as: {group: nurses, at: 2027-01-31}, cannot: see"
                                        + " ehr.hosp.visits.notes"))
                .isEmpty();
    }

    @Test
    void asksForExports() {
        String assignments = "assignments:\n  - {group: nurses, role: nurse}\n";

        assertThat(
                        run(
                                writing(),
                                assignments,
                                "as: {group: nurses}, can: export ehr.hosp.visits.notes",
                                "as: {group: nurses}, cannot: export ehr.hosp.patients.id"))
                .isEmpty();
    }

    /** A nurse who may write notes and take them away, and a role of nothing. */
    private static SmallPolicy writing() {
        return new SmallPolicy()
                .replacing(
                        SmallPolicy.CATALOG,
                        "classes:\n",
                        """
                        environments:
                          prod: {label: P, colour: red}
                          test: {label: T, colour: grey}
                        classes:
                        """)
                .replacing(
                        SmallPolicy.ROLES,
                        "rows: my_clinics, see: [phi.clinical]}",
                        "rows: my_clinics, see: [phi.clinical], edit: {insert: [notes]}, export:"
                                + " [phi.clinical]}")
                .with(
                        "21-roles.yaml",
                        """
                        version: 1
                        roles:
                          other: {owner: o, reason: R., purposes: [treatment], allow: []}
                        """);
    }

    private List<String> run(SmallPolicy policy, String assignments, String... tests) {
        StringBuilder text = new StringBuilder("version: 1\n" + assignments + "tests:\n");
        for (String test : tests) {
            text.append("  - {name: t, ").append(test).append("}\n");
        }
        return PolicyTests.run(policy.with(ASSIGNMENTS, text.toString()).acceptedIn(folder))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private List<String> failures(String... tests) {
        StringBuilder text = new StringBuilder("version: 1\ntests:\n");
        for (String test : tests) {
            text.append("  - {name: t, ").append(test).append("}\n");
        }
        text.append("assignments:\n  - {group: nurses, role: nurse}\n");
        Policy policy = new SmallPolicy().with(ASSIGNMENTS, text.toString()).acceptedIn(folder);
        return PolicyTests.run(policy).stream().map(Object::toString).toList();
    }
}
