package dev.sallyport.policy.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.problem.Refused;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why somebody of the sample hospital may or may not, word by word. */
final class WhyTest {
    private static final Explanations HOSPITAL = Example.named("hospital");

    @Test
    void saysThatARowIsOutsideTheScopeAndWhoCouldHelp() {
        Why why =
                HOSPITAL.why(
                        Asked.of("nora", "see", "ehr.hosp.patients.last_name")
                                .row(Map.of("clinic_id", "8")));

        assertThat(text(why))
                .isEqualTo(
                        """
                        NOT VISIBLE: SP2043 the column is allowed, this row is outside your scope

                          role           gives it?                   is it yours?                   condition true?        rules
                          nurse          yes, phi.identity in clear  yes, by name until 2027-06-30  no, not in my_clinics  20-roles.yaml:12 30-assignments.yaml:6
                          physician      yes, phi.identity in clear  no, not assigned               -                      20-roles.yaml:27
                          billing_admin  yes, phi.identity in clear  no, not assigned               -                      20-roles.yaml:42

                          my_clinics  clinic_id = $user.clinics (1)

                          guardrails   none applies
                          enforced by  PostgreSQL: views, column rights and row security; the gateway explains and records
                          policy       HASH
                          as of        2026-11-21T08:00:00Z

                        To get it:
                          role `nurse` would, were its condition true; its owner is cno@hospital.example
                          role `physician` gives it; ask its owner cmo@hospital.example
                          role `billing_admin` gives it; ask its owner cfo@hospital.example
                        """);
        assertThat(why.allowed()).isFalse();
    }

    @Test
    void namesTheMaskAndWhoSeesItInClear() {
        Why why = HOSPITAL.why(Asked.of("nora", "see", "ehr.hosp.patients.ssn"));

        assertThat(text(why))
                .isEqualTo(
                        """
                        VISIBLE through mask `last4`: rows of my_clinics

                          role           gives it?                   is it yours?                   condition true?          rules
                          nurse          yes, phi.ssn through last4  yes, by name until 2027-06-30  yes, rows of my_clinics  20-roles.yaml:12 30-assignments.yaml:6
                          physician      yes, phi.ssn through last4  no, not assigned               -                        20-roles.yaml:27
                          billing_admin  yes, phi.ssn in clear       no, not assigned               -                        20-roles.yaml:42

                          my_clinics  clinic_id = $user.clinics (1)

                          guardrails   none applies
                          enforced by  PostgreSQL: views, column rights and row security; the gateway explains and records
                          policy       HASH
                          as of        2026-11-21T08:00:00Z

                        To see it in clear:
                          role `billing_admin` gives it; ask its owner cfo@hospital.example
                        """);
        assertThat(why.allowed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nora  | see    | ehr.hosp.patients.last_name      | clinic_id=1         | VISIBLE in clear: this row is in my_clinics
                    dual  | see    | ehr.hosp.patients.research_id    |                     | VISIBLE in clear: every row
                    newt  | see    | ehr.hosp.patients.mrn            |                     | NOT VISIBLE: SP2041 column `hosp.patients.mrn` is open to no role held
                    ana   | see    | ehr.hosp.encounters              |                     | NOT VISIBLE: SP2041 table `hosp.encounters` is tagged `ops.key`, `phi.clinical`, which role `analyst` does not include
                    bella | update | ehr.hosp.invoices.status         | clinic_id=3         | ALLOWED: this row is in my_clinics
                    bella | update | ehr.hosp.invoices.amount         |                     | NOT ALLOWED: SP2042 role `billing_admin` may not update column `hosp.invoices.amount`
                    omar  | see    | ehr.hosp.patients.last_name      | primary_physician=7 | CANNOT BE TOLD: the column is allowed; whether this row is in scope only the database knows
                    omar  | insert | ehr.hosp.encounters.physician_id | physician_id=103    | NOT ALLOWED: SP2043 the column is allowed, this row is outside your scope
                    """)
    void saysItInTheFirstLine(String who, String verb, String target, String row, String verdict) {
        Why why = HOSPITAL.why(Asked.of(who, verb, target).row(columns(row)));

        assertThat(why.lines().getFirst()).isEqualTo(verdict);
    }

    @Test
    void knowsTheDayOnWhichAnAssignmentEnds() {
        Asked asked = Asked.of("nora", "see", "ehr.hosp.patients.mrn");

        assertThat(HOSPITAL.why(asked.at("2027-06-29T23:59:59Z")).allowed()).isTrue();

        Why why = HOSPITAL.why(asked.at("2027-06-30"));
        assertThat(why.allowed()).isFalse();
        assertThat(text(why)).contains("no, by name had it until 2027-06-30");
    }

    @Test
    void refusesEveryWordThatMeansNothingAtOnce() {
        assertThatThrownBy(() -> HOSPITAL.why(Asked.of("nara", "sea", "ehr.hosp.patient.ssn")))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.problems())
                                        .extracting(Object::toString)
                                        .containsExactly(
                                                "SP1301 unknown person `nara` (did you mean `nora`?)",
                                                "SP6007 unknown verb `sea` (did you mean `see`?)",
                                                "SP1102 unknown table `ehr.hosp.patient.ssn` (did you"
                                                        + " mean `ehr.hosp.patients.ssn`?)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ehr.hosp.patients.sns    | SP1103 10-catalog.yaml:38 table `hosp.patients` has no column `sns` with a class, and without one nobody sees it (did you mean `ssn`?)
                    hosp.patients.ssn        | SP1102 unknown table `hosp.patients.ssn` (did you mean `ehr.hosp.patients.ssn`?)
                    lab/ehr.hosp.patients    | SP1301 unknown environment `lab` (none is defined)
                    """)
    void saysWhatATargetMayHaveMeant(String target, String refusal) {
        assertThatThrownBy(() -> HOSPITAL.why(Asked.of("nora", "see", target))).hasMessage(refusal);
    }

    @Test
    void tellsProgramsTheSame() {
        Why why = HOSPITAL.why(Asked.of("frank", "see", "ehr.hosp.clinics.name"));

        assertThat(why.json().replace(HOSPITAL.policy().hash(), "HASH"))
                .isEqualTo(
                        """
                        {"v":1,"verdict":"denied",\
                        "words":"NOT VISIBLE: SP2041 column `hosp.clinics.name` is tagged `ops.plain`, which role `auditor` does not include",\
                        "person":"frank","verb":"see","target":"ehr.hosp.clinics.name","row":{},"at":"2026-11-21T08:00:00Z",\
                        "rule":"20-roles.yaml:62","code":"SP2041","roles":[\
                        {"role":"nurse","gives":{"answer":"yes","because":"ops.plain in clear"},\
                        "yours":{"answer":"no","because":"not assigned"},"condition":{"answer":"-","because":""},"rules":["20-roles.yaml:16"]},\
                        {"role":"physician","gives":{"answer":"yes","because":"ops.plain in clear"},\
                        "yours":{"answer":"no","because":"not assigned"},"condition":{"answer":"-","because":""},"rules":["20-roles.yaml:31"]},\
                        {"role":"auditor","gives":{"answer":"no","because":""},\
                        "yours":{"answer":"yes","because":"by name until 2027-06-30"},"condition":{"answer":"-","because":""},\
                        "rules":["20-roles.yaml:62","30-assignments.yaml:10"]}],\
                        "meaning":{},"guardrails":[],\
                        "enforced_by":"PostgreSQL: views, column rights and row security; the gateway explains and records",\
                        "policy":"HASH","help":[\
                        "role `nurse` gives it; ask its owner cno@hospital.example",\
                        "role `physician` gives it; ask its owner cmo@hospital.example"]}\
                        """);
    }

    private static Map<String, String> columns(String row) {
        return row == null
                ? Map.of()
                : Map.of(row.substring(0, row.indexOf('=')), row.substring(row.indexOf('=') + 1));
    }

    private static String text(Why why) {
        return String.join("\n", why.lines()).replace(why.hash().substring(0, 12), "HASH") + "\n";
    }
}
