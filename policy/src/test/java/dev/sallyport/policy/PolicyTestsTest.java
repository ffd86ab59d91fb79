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
