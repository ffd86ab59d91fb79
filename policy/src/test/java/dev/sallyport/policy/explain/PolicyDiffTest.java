package dev.sallyport.policy.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gains and who loses when a line of the sample hospital is changed. */
final class PolicyDiffTest {
    private static final String CATALOG = "10-catalog.yaml";
    private static final String ROLES = "20-roles.yaml";
    private static final String ASSIGNMENTS = "30-assignments.yaml";

    @TempDir private Path folder;

    @Test
    void findsNothingInTheSameFolder() {
        PolicyDiff diff = diff(CATALOG, "", "");

        assertThat(diff.hasEffect()).isFalse();
        assertThat(diff.lines()).containsExactly("NO CHANGE OF EFFECT");
    }

    @Test
    void takesAnotherFormForNoChange() {
        PolicyDiff diff =
                diff(
                        ROLES,
                        "see: [ops.key, phi.identity, phi.birth, phi.contact, phi.zip, phi.clinical]",
                        """
                        see:   # in another order
                                  - phi.clinical
                                  - ops.key
                                  - "phi.zip"
                                  - phi.birth
                                  - phi.contact
                                  - phi.identity\
                        """);

        assertThat(diff.lines()).containsExactly("NO CHANGE OF EFFECT");
    }

    @Test
    void takesARenamedMaskAndAReasonForWords() throws IOException {
        copy();
        replace(CATALOG, "  last4:", "  tail:");
        replace(ROLES, "last4", "tail");
        replace(ASSIGNMENTS, ": last4", ": tail");
        replace(ROLES, "Cares for the patients", "Looks after the patients");

        assertThat(diff().lines().getFirst()).isEqualTo("NO CHANGE OF EFFECT: only words differ");
        assertThat(diff().hasEffect()).isFalse();
    }

    @Test
    void tellsPeopleFirstThenRolesThenRules() {
        assertThat(
                        text(
                                diff(
                                        ROLES,
                                        "see: [phi.pseudonym]\n        masked: {phi.birth: birth_year",
                                        "see: [phi.pseudonym, phi.ssn]\n        masked: {phi.birth: year")))
                .isEqualTo(
                        """
                        CHANGES: 2 people gain or lose, 1 role differs

                        People
                          ana, dual
                            changes  see phi.birth  was through birth_year, now through year  ehr.hosp.patients
                            gains    see phi.ssn    in clear, every row                       ehr.hosp.patients

                        Roles
                          analyst
                            changes  see phi.birth  was through birth_year, now through year  ehr.hosp.patients
                            gains    see phi.ssn    in clear, every row                       ehr.hosp.patients

                        Rules
                          ~  20-roles.yaml:57  rectangle of role analyst on ehr.hosp.patients, rows of all_rows: see, masked
                        """);
    }

    @Test
    void tellsWhoLosesARoleAndWhoKeepsItLonger() throws IOException {
        copy();
        replace(
                ASSIGNMENTS,
                "  - {person: frank, role: auditor, until: 2027-06-30, reason: Internal audit}\n",
                "");
        replace(ASSIGNMENTS, "until: 2027-03-31", "until: 2028-03-31");

        assertThat(text(diff()))
                .isEqualTo(
                        """
                        CHANGES: 2 people gain or lose, 0 roles differ

                        People
                          bella
                            role billing_admin until 2028-03-31, was until 2027-03-31
                          frank
                            loses role auditor

                        Rules
                          ~  30-assignments.yaml:8   assignment of role billing_admin to bella: until
                          -  30-assignments.yaml:10  assignment of role auditor to frank
                        """);
    }

    @Test
    void seesThroughToTheClassOfAColumn() {
        PolicyDiff diff = diff(CATALOG, "    email: phi.contact", "    email: phi.ssn");

        assertThat(text(diff)).contains("nora, omar, dual\n").contains("ehr.hosp.patients (email)");
    }

    @Test
    void seesAnotherRowOfTheSameScope() {
        PolicyDiff diff =
                diff(CATALOG, "{clinic_id: {in: $user.clinics}}", "{id: {in: $user.clinics}}");

        assertThat(diff.people().getFirst().people()).containsExactly("nora", "dual");
        assertThat(text(diff)).contains("where clinic_id = ").contains("where id = ");
    }

    @Test
    void tellsProgramsTheSame() {
        PolicyDiff diff = diff(ASSIGNMENTS, "until: 2027-03-31", "until: 2028-03-31");

        assertThat(diff.json().replace(diff.before(), "OLD").replace(diff.after(), "NEW"))
                .isEqualTo(
                        """
                        {"v":1,"effect":true,"before":"OLD","after":"NEW","people":[{"people":["bella"],"changes":[],\
                        "notes":["role billing_admin until 2028-03-31, was until 2027-03-31"]}],"programs":[],"roles":[],"rules":[\
                        {"rule":"assignment of role billing_admin to bella","before":"30-assignments.yaml:8",\
                        "after":"30-assignments.yaml:8","parts":["until"]}]}\
                        """);
    }

    private PolicyDiff diff(String file, String old, String now) {
        try {
            copy();
            replace(file, old, now);
            return diff();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private PolicyDiff diff() {
        return PolicyDiff.between(
                Example.named("hospital"),
                Example.of(folder, Example.folder("hospital").resolve("people.yaml")));
    }

    private void copy() throws IOException {
        for (String file : List.of(CATALOG, ROLES, ASSIGNMENTS)) {
            Files.copy(
                    Example.folder("hospital").resolve("policy").resolve(file),
                    folder.resolve(file));
        }
    }

    private void replace(String file, String old, String now) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(old);
        Files.writeString(folder.resolve(file), text.replace(old, now));
    }

    private static String text(Answer answer) {
        return String.join("\n", answer.lines()) + "\n";
    }
}
