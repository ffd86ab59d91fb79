package dev.sallyport.policy.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What guardrails, statements and assignments take is not in the list of what somebody can. */
final class CanTest {
    private static final String POLICY =
            """
            version: 1
            databases:
              ehr: {engine: postgresql, manage: {schemas: [hosp]}}
            classes:
              phi.name: {label: Names, risk: medium}
              phi.ssn: {label: Numbers, risk: high}
            columns:
              ehr.hosp.patients: {name: phi.name, ssn: phi.ssn}
              ehr.hosp.wards: {name: phi.name}
            scopes:
              all_rows: {}
            purposes:
              treatment: {code: TREAT, label: Treating}
              support: {code: HSYSADMIN, label: Support}
            roles:
              nurse:
                owner: cno@x.example
                reason: Cares.
                purposes: [treatment]
                allow:
                  - {on: [ehr.hosp.patients, ehr.hosp.wards], rows: all_rows, see: [phi.name, phi.ssn], edit: {update: [name], delete: true}}
            assignments:
              - {group: nurses, role: nurse, until: review}
            """;

    @TempDir private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("policy"));
        Files.writeString(
                folder.resolve("people.yaml"),
                "version: 1\npeople:\n  nora: {name: Nora, groups: [nurses]}\n");
    }

    @Test
    void listsARectangleAsItIsWrittenWhereNothingTakesFromIt() throws IOException {
        assertThat(rows(POLICY, ""))
                .containsExactly(
                        "ehr.hosp.patients: phi.name, phi.ssn: update name; delete",
                        "ehr.hosp.wards: phi.name, phi.ssn: update name; delete");
    }

    @Test
    void leavesOutWhatAGuardrailTakesAndLooksAtEachTable() throws IOException {
        String guardrails =
                "guardrails:\n  - {name: no-ssn, never: {see: [phi.ssn], edit: [phi.ssn]}}\n";

        assertThat(rows(POLICY + guardrails, ""))
                .containsExactly(
                        "ehr.hosp.patients: phi.name: update name",
                        "ehr.hosp.wards: phi.name: update name; delete");
    }

    @Test
    void leavesOutStatementsARoleDoesNotRun() throws IOException {
        String reading = POLICY.replace("    allow:", "    statements: [select]\n    allow:");

        assertThat(rows(reading, ""))
                .containsExactly(
                        "ehr.hosp.patients: phi.name, phi.ssn: -",
                        "ehr.hosp.wards: phi.name, phi.ssn: -");
    }

    @Test
    void leavesOutWhatIsAssignedWithoutEdit() throws IOException {
        String without = POLICY.replace("until: review", "until: review, edit: false");

        assertThat(rows(without, ""))
                .containsExactly(
                        "ehr.hosp.patients: phi.name, phi.ssn: -",
                        "ehr.hosp.wards: phi.name, phi.ssn: -");
    }

    @Test
    void setsApartWhatIsForAnotherPurpose() throws IOException {
        assertThat(rows(POLICY, "support")).isEmpty();
        assertThat(can(POLICY, "support").lines())
                .contains(
                        "nora (Nora) can do nothing",
                        "Not as asked, but elsewhere, at another time or for another purpose:");
    }

    @Test
    void namesRolesOfTheConsoleAmongWhatOpensNoTable() throws IOException {
        String console =
                """
                console:
                  - {person: nora, role: auditor, until: 2099-01-31, reason: Audit}
                  - {group: others, role: administrator}
                """;

        assertThat(rows(POLICY + console, "")).isEqualTo(rows(POLICY, ""));
        assertThat(can(POLICY + console, "").idle())
                .containsExactly(
                        "console role auditor, until 2099-01-31 (policy.yaml:25): works in"
                                + " Sallyport itself and opens no table");
    }

    private List<String> rows(String policy, String purpose) throws IOException {
        return can(policy, purpose).held().stream()
                .map(row -> row.on() + ": " + row.sees() + ": " + row.changes())
                .toList();
    }

    private Can can(String policy, String purpose) throws IOException {
        Files.writeString(folder.resolve("policy/policy.yaml"), policy);
        Explanations all = Example.of(folder.resolve("policy"), folder.resolve("people.yaml"));
        Asked asked = Asked.of("nora", "", "");
        return all.can(purpose.isEmpty() ? asked : asked.purpose(purpose));
    }
}
