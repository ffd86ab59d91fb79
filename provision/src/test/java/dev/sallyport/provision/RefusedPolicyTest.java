package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Policy;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be put into the database is said, all of it, and nothing is touched. */
final class RefusedPolicyTest {
    private static final String EDIT = "edit: {insert: [patient_id, clinic_id, kind, notes]}";

    private static final String NURSES_VISITS =
            "      - on: ehr.hosp.encounters\n        rows: my_clinics\n";

    private Hospital hospital;

    @BeforeEach
    void open() throws SQLException, IOException {
        hospital = new Hospital();
    }

    @AfterEach
    void nothingWasApplied() throws SQLException {
        assertThat(
                        hospital.adminSees(
                                "SELECT count(*) FROM pg_class WHERE relrowsecurity OR relowner::"
                                        + "regrole::text LIKE 'sp\\_lens%'"))
                .containsExactly("0");
    }

    @Test
    void namesEveryMissingTableAndColumn() throws SQLException, IOException {
        hospital.asAdmin("ALTER TABLE hosp.patients RENAME COLUMN last_name TO family_name");
        hospital.asAdmin("DROP TABLE hosp.invoices");
        hospital.asAdmin("ALTER TABLE hosp.patients RENAME COLUMN clinic_id TO clinic_ids");

        List<String> problems = hospital.problems(Hospital.policy());

        assertThat(problems)
                .anyMatch(p -> p.startsWith("SP3001 10-catalog.yaml:") && p.contains("`last_name`"))
                .anyMatch(p -> p.contains("`hosp.invoices`"))
                .anyMatch(p -> p.contains("`clinic_id` (did you mean `clinic_ids`?)"));
    }

    @Test
    void refusesNamesThatOthersHold() throws SQLException, IOException {
        hospital.asAdmin(
                "CREATE ROLE sp_lens_nurse; CREATE ROLE nora LOGIN; CREATE SCHEMA analyst");

        List<String> problems = hospital.problems(Hospital.policy());

        assertThat(problems)
                .hasSize(3)
                .allMatch(p -> p.startsWith("SP3002 "))
                .anyMatch(p -> p.contains("20-roles.yaml:") && p.contains("`sp_lens_nurse`"))
                .anyMatch(p -> p.contains("people.yaml:") && p.contains("`nora`"))
                .anyMatch(p -> p.contains("schema `analyst`"));
    }

    @Test
    void refusesEnvironmentsOfWhichNoneIsNamed() throws IOException {
        assertThat(
                        hospital.problems(
                                Hospital.policy(
                                        "databases:\n",
                                        """
                                        environments:
                                          prod: {label: P, colour: red}
                                          staging: {label: S, colour: amber}
                                        databases:
                                        """)))
                .singleElement()
                .asString()
                .startsWith("SP3020 10-catalog.yaml:")
                .contains("`prod`, `staging`");
    }

    @Test
    void refusesTwoScopesOfOneRoleOnOneTable() throws IOException {
        assertThat(
                        hospital.problems(
                                Hospital.policy(
                                        "{on: ehr.hosp.clinics, rows: all_rows, see: [ops.plain]}",
                                        "{on: ehr.hosp.patients, rows: all_rows, see: [ops.key]}")))
                .hasSize(2)
                .allMatch(p -> p.startsWith("SP3003 20-roles.yaml:"))
                .anyMatch(p -> p.contains("`my_clinics`, `all_rows`"));
    }

    @Test
    void refusesEditsThatMoveAFenceOrAskForKeys() throws IOException {
        assertThat(
                        hospital.problems(
                                Hospital.policy(EDIT, "edit: {insert: [id, patient_id, kind]}")))
                .singleElement()
                .asString()
                .contains("SP3003 20-roles.yaml:", "`id`", "primary key");
        assertThat(
                        hospital.problems(
                                Hospital.policy(
                                        "set: {physician_id: null, clinic_id: {in: $user.clinics}}",
                                        "set: {physician_id: null}")))
                .singleElement()
                .asString()
                .contains("`clinic_id`", "pin it with `set:`");
        assertThat(
                        hospital.problems(
                                Hospital.policy(
                                        EDIT, "edit: {update: [physician_id, patient_id]}")))
                .hasSize(2)
                .allMatch(p -> p.contains("decides who sees the row"));
    }

    @Test
    void refusesEditsOfWhatALinkPointsAt() throws SQLException, IOException {
        hospital.asAdmin("CREATE TABLE hosp.labs (mrn text, result text)");

        for (String verb : List.of("update", "insert")) {
            assertThat(
                            hospital.problems(
                                    Hospital.policy(
                                            "      \"hosp.*\": patient_id",
                                            "      \"hosp.labs\": mrn -> hosp.patients.mrn\n"
                                                    + "      \"hosp.*\": patient_id",
                                            "  ehr.hosp.invoices:\n",
                                            "  ehr.hosp.labs: {mrn: phi.identity, result:"
                                                    + " phi.clinical}\n  ehr.hosp.invoices:\n",
                                            NURSES_VISITS,
                                            "      - {on: ehr.hosp.patients, rows: my_clinics,"
                                                    + " edit: {"
                                                    + verb
                                                    + ": [mrn, phone]}}\n"
                                                    + NURSES_VISITS)))
                    .singleElement()
                    .asString()
                    .contains("SP3003 20-roles.yaml:", "`mrn` of `hosp.patients` decides who sees");
        }
    }

    @Test
    void refusesNewRowsByWhichAScopeWouldOpenOthers() throws SQLException, IOException {
        hospital.asAdmin("CREATE TABLE hosp.care_team (patient bigint, staff_id int)");

        assertThat(
                        hospital.problems(
                                Hospital.policy(
                                        "  my_patients:\n",
                                        """
                                          my_team:
                                            on: ehr.hosp.patients
                                            exists: {table: ehr.hosp.care_team, match: {id: patient}, where: {staff_id: $user.staff_id}}
                                          my_patients:
                                        """,
                                        "  ehr.hosp.invoices:\n",
                                        "  ehr.hosp.care_team: {patient: ops.key, staff_id:"
                                                + " ops.key}\n  ehr.hosp.invoices:\n",
                                        "  billing_admin:\n",
                                        """
                                          carer:
                                            owner: cmo@hospital.example
                                            reason: Is on a team.
                                            purposes: [treatment]
                                            allow:
                                              - {on: ehr.hosp.patients, rows: my_team, see: [ops.key]}
                                              - on: ehr.hosp.care_team
                                                rows: all_rows
                                                see: [ops.key]
                                                edit: {insert: [patient, staff_id]}
                                                set: {staff_id: $user.staff_id}
                                          billing_admin:
                                        """)))
                .singleElement()
                .asString()
                .contains(
                        "SP3003 20-roles.yaml:",
                        "`patient` of `hosp.care_team` decides who sees rows of another table",
                        "(pin it with `set:`)");
    }

    @Test
    void refusesADeleteThatAForeignKeyCarriesOn() throws SQLException, IOException {
        // What is not governed may still lead to what is.
        hospital.asAdmin(
                "CREATE TABLE hosp.files (id int PRIMARY KEY, encounter_id bigint REFERENCES"
                        + " hosp.encounters ON DELETE CASCADE, name text UNIQUE);"
                        + " ALTER TABLE hosp.mental_health_notes ADD file int REFERENCES hosp.files ON"
                        + " DELETE CASCADE");
        Policy policy = deleting("my_clinics", "");

        assertThat(hospital.problems(policy))
                .singleElement()
                .asString()
                .contains(
                        "SP3003 20-roles.yaml:",
                        "may delete rows of `hosp.files`, and the foreign key `file` of"
                                + " `hosp.mental_health_notes` (ON DELETE CASCADE) would delete",
                        "(let it delete all of those, or make the key NO ACTION)");
        assertThat(hospital.problems(deleting("my_clinics", NOTES.formatted("my_clinics"))))
                .hasSize(1);
        assertThat(hospital.problems(deleting("my_clinics", NOTES.formatted("all_rows"))))
                .isEmpty();

        hospital.asAdmin(
                "ALTER TABLE hosp.mental_health_notes DROP file;"
                        + " ALTER TABLE hosp.invoices DROP CONSTRAINT invoices_encounter_id_fkey, ADD"
                        + " FOREIGN KEY (encounter_id) REFERENCES hosp.encounters ON DELETE SET NULL");
        assertThat(hospital.problems(policy))
                .singleElement()
                .asString()
                .contains("`encounter_id` of `hosp.invoices` (ON DELETE SET NULL) would update");
    }

    private static final String NOTES =
            """
                  - {on: ehr.hosp.mental_health_notes, rows: %s, see: [phi.sensitive], edit: {delete: true}}
            """;

    private static Policy deleting(String rows, String more) throws IOException {
        return Hospital.policy(
                NURSES_VISITS,
                "      - {on: ehr.hosp.encounters, rows: "
                        + rows
                        + ", edit: {delete: true}}\n"
                        + more
                        + NURSES_VISITS);
    }

    @Test
    void letsAForeignKeyCarryADeleteOnWithinTheSameSubjects() throws SQLException, IOException {
        hospital.asAdmin(
                "ALTER TABLE hosp.mental_health_notes DROP CONSTRAINT"
                        + " mental_health_notes_patient_id_fkey, ADD FOREIGN KEY (patient_id)"
                        + " REFERENCES hosp.patients ON DELETE CASCADE");
        String patients =
                "      - {on: ehr.hosp.patients, rows: my_clinics, edit: {delete: true}}\n"
                        + NURSES_VISITS;

        assertThat(hospital.problems(Hospital.policy(NURSES_VISITS, patients))).hasSize(1);
        assertThat(
                        hospital.problems(
                                Hospital.policy(
                                        NURSES_VISITS, NOTES.formatted("my_clinics") + patients)))
                .isEmpty();
    }

    @Test
    void refusesAnUpdateThatAForeignKeyCarriesOn() throws SQLException, IOException {
        hospital.asAdmin(
                "UPDATE hosp.invoices SET member_no = NULL;"
                        + " ALTER TABLE hosp.patients ADD UNIQUE (phone);"
                        + " ALTER TABLE hosp.invoices ADD FOREIGN KEY (member_no) REFERENCES"
                        + " hosp.patients (phone) ON UPDATE CASCADE");

        assertThat(
                        hospital.problems(
                                Hospital.policy(
                                        NURSES_VISITS,
                                        "      - {on: ehr.hosp.patients, rows: my_clinics, edit:"
                                                + " {update: [phone, email]}}\n"
                                                + NURSES_VISITS)))
                .singleElement()
                .asString()
                .contains(
                        "SP3003 20-roles.yaml:",
                        "`member_no` of `hosp.invoices` (ON UPDATE CASCADE) would update rows");
        assertThat(
                        hospital.problems(
                                Hospital.policy(
                                        NURSES_VISITS,
                                        "      - {on: ehr.hosp.patients, rows: my_clinics, edit:"
                                                + " {update: [email]}}\n"
                                                + NURSES_VISITS)))
                .isEmpty();
    }

    @Test
    void refusesNewRowsThatASequenceWouldFail() throws SQLException, IOException {
        hospital.asAdmin(
                "CREATE TABLE hosp.vitals (id bigserial PRIMARY KEY, patient_id bigint NOT NULL"
                        + " REFERENCES hosp.patients, pulse text);"
                        + " ALTER TABLE hosp.vitals OWNER TO hosp_owner");
        Policy policy =
                Hospital.policy(
                        "  ehr.hosp.invoices:\n",
                        """
                          ehr.hosp.vitals: {id: ops.key, patient_id: ops.key, pulse: phi.clinical}
                          ehr.hosp.invoices:
                        """,
                        NURSES_VISITS,
                        "      - {on: ehr.hosp.vitals, rows: my_clinics, edit: {insert: [patient_id,"
                                + " pulse]}}\n"
                                + NURSES_VISITS);

        assertThat(hospital.problems(policy))
                .singleElement()
                .asString()
                .contains(
                        "SP3003 20-roles.yaml:",
                        "`id` of `hosp.vitals` has a default from a sequence that no person may use",
                        "GENERATED BY DEFAULT AS IDENTITY");

        hospital.asAdmin("GRANT USAGE ON SEQUENCE hosp.vitals_id_seq TO PUBLIC");
        assertThat(hospital.problems(policy)).isEmpty();

        hospital.asAdmin(
                "ALTER TABLE hosp.vitals ALTER id DROP DEFAULT; DROP SEQUENCE hosp.vitals_id_seq;"
                        + " ALTER TABLE hosp.vitals ALTER id ADD GENERATED BY DEFAULT AS IDENTITY");
        assertThat(hospital.problems(policy)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "active, yes, is `true` to the database",
        "active, '1 ', is `true` to the database",
        "id, 0101, is `101` to the database",
        "id, many, is no value of type `integer`",
        "expires_at, tomorrow, is `",
    })
    void refusesAValueThatTheDatabaseWritesOtherwise(String column, String value, String why)
            throws IOException {
        assertThat(hospital.problems(working(column, value)))
                .singleElement()
                .asString()
                .contains(
                        "SP3003 10-catalog.yaml:",
                        "`" + value + "` for `" + column + "` of `hosp.staff` " + why);
    }

    @ParameterizedTest
    @CsvSource({"active, true", "id, 101", "login, staff101"})
    void takesAValueThatBothWriteAlike(String column, String value) throws IOException {
        assertThat(hospital.problems(working(column, value))).isEmpty();
    }

    @Test
    void refusesAPinThatTheDatabaseWritesOtherwise() throws IOException {
        assertThat(
                        hospital.problems(
                                Hospital.policy(
                                        "set: {physician_id: null, clinic_id: {in: $user.clinics}}",
                                        "set: {physician_id: null, clinic_id: \"01\"}")))
                .singleElement()
                .asString()
                .contains(
                        "SP3003 20-roles.yaml:",
                        "`01` for `clinic_id` of `hosp.encounters` is `1` to the database",
                        "(write `1`)");
    }

    private static Policy working(String column, String value) throws IOException {
        return Hospital.policy(
                "  my_clinics:\n",
                "  working: {on: ehr.hosp.staff, where: {"
                        + column
                        + ": \""
                        + value
                        + "\"}}\n  my_clinics:\n");
    }

    @Test
    void refusesATableThatIsOpenToEverybodyAlready() throws SQLException, IOException {
        hospital.asAdmin("CREATE POLICY open ON hosp.patients USING (true)");

        assertThat(hospital.problems(Hospital.policy()))
                .singleElement()
                .asString()
                .contains("SP3003 10-catalog.yaml:", "`open`");
    }

    @Test
    void saysWhenTheDatabaseCannotBeReached() throws IOException {
        var nowhere =
                new Provisioner(
                        new TargetDatabase("ehr", "jdbc:postgresql://127.0.0.1:1/x", "a", "hush"),
                        hospital.secrets);

        assertThat(nowhere.plan(Hospital.policy(), Hospital.entitlements(Hospital.policy())))
                .isInstanceOfSatisfying(
                        PlanReading.Refused.class,
                        refused ->
                                assertThat(refused.problems().toString())
                                        .contains("SP3004", "cannot be reached")
                                        .doesNotContain("hush"));
    }
}
