package dev.sallyport.policy.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who may in the sample hospital, and what somebody may, word by word. */
final class WhoCanTest {
    private static final Explanations HOSPITAL = Example.named("hospital");

    @Test
    void listsEverybodyWhoSeesAColumn() {
        assertThat(text(HOSPITAL.whoCan(Asked.of("", "see", "ehr.hosp.patients.ssn"))))
                .isEqualTo(
                        """
                        4 can see ehr.hosp.patients.ssn
                          person  role           because  gives                  rows                 until       rules
                          nora    nurse          by name  phi.ssn through last4  rows of my_clinics   2027-06-30  20-roles.yaml:12 30-assignments.yaml:6
                          dual    nurse          by name  phi.ssn through last4  rows of my_clinics   2027-06-30  20-roles.yaml:12 30-assignments.yaml:11
                          omar    physician      by name  phi.ssn through last4  rows of my_patients  2027-06-30  20-roles.yaml:27 30-assignments.yaml:7
                          bella   billing_admin  by name  phi.ssn in clear       rows of my_clinics   2027-03-31  20-roles.yaml:42 30-assignments.yaml:8

                          my_clinics   clinic_id = $user.clinics
                          my_patients  primary_physician = $user.staff_id or a row of hosp.encounters has patient_id = this id and physician_id = $user.staff_id
                        """);
    }

    @Test
    void saysThatNobodyCan() {
        assertThat(text(HOSPITAL.whoCan(Asked.of("", "delete", "ehr.hosp.patients"))))
                .isEqualTo("Nobody can delete ehr.hosp.patients\n");
    }

    @Test
    void listsEverythingOfTwoRolesApart() {
        assertThat(text(HOSPITAL.can(Asked.of("dual", "", ""))))
                .isEqualTo(
                        """
                        dual (Dua Levy) can, as of 2026-11-21T08:00:00Z
                          role     on                   sees                                                                                         changes                                    rows                until       rules
                          nurse    ehr                  ops.key, phi.birth, phi.clinical, phi.contact, phi.identity, phi.zip, phi.ssn through last4  -                                          rows of my_clinics  2027-06-30  20-roles.yaml:12 30-assignments.yaml:11
                          nurse    ehr.hosp.clinics     ops.plain                                                                                    -                                          every row           2027-06-30  20-roles.yaml:16 30-assignments.yaml:11
                          nurse    ehr.hosp.encounters  -                                                                                            insert clinic_id, kind, notes, patient_id  rows of my_clinics  2027-06-30  20-roles.yaml:17 30-assignments.yaml:11
                          analyst  ehr.hosp.patients    phi.pseudonym, phi.birth through birth_year, phi.zip through zip3                            -                                          every row           2027-06-30  20-roles.yaml:57 30-assignments.yaml:12

                          my_clinics  clinic_id = $user.clinics (1)
                        """);
    }

    @Test
    void saysThatARoleOpensNothing() {
        assertThat(text(HOSPITAL.can(Asked.of("frank", "", ""))))
                .isEqualTo(
                        """
                        frank (Frank Osei) can do nothing

                          auditor (by name until 2027-06-30) opens no table
                          console role auditor, until 2027-06-30 (30-assignments.yaml:29): works in Sallyport itself and opens no table
                        """);
        assertThat(text(HOSPITAL.can(Asked.of("newt", "", ""))))
                .isEqualTo("newt (Newt Abara) can do nothing\n");
    }

    private static String text(Answer answer) {
        return String.join("\n", answer.lines()) + "\n";
    }
}
