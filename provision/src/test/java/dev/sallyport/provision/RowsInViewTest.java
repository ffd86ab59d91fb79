package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Policy;
import dev.sallyport.testkit.PostgresRelease;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A table that must not come under row security: each view keeps its rows back instead. */
@ParameterizedClass
@EnumSource(names = {"POSTGRES_14", "POSTGRES_15", "POSTGRES_18"})
final class RowsInViewTest {
    private static final String NO_RIGHT = "42501";
    private static final String CHECKED = "44000";
    private static final String MANAGE = "manage: {schemas: [hosp]}";

    /** Visits are written with `set:`, which only a row policy can check. */
    private static final String IN_VIEW =
            MANAGE
                    + "\n    tables:\n      hosp.*: {rows: view, reason: The portal turns row security"
                    + " off}\n      hosp.encounters: {rows: policy, reason: Visits are signed}";

    private static final List<String> LOGINS =
            List.of("nora", "omar", "bella", "ana", "frank", "dual");

    /** A patient's research number is drawn anew in every database. */
    private static final List<String> READS =
            List.of(
                    "SELECT count(*) FROM patients",
                    "SELECT id, mrn, dob, ssn, zip, clinic_id FROM patients ORDER BY 1",
                    "SELECT id, mrn, ssn, dob, zip3 FROM billing_admin.patients ORDER BY 1",
                    "SELECT count(*), min(zip3), max(birth_year) FROM analyst.patients",
                    "SELECT id, patient_id, clinic_id, kind, notes FROM encounters ORDER BY 1",
                    "SELECT id, patient_id, icd10, description FROM diagnoses ORDER BY 1",
                    "SELECT id, patient_id, drug FROM prescriptions ORDER BY 1",
                    "SELECT * FROM invoices ORDER BY 1",
                    "SELECT * FROM clinics ORDER BY 1",
                    "SELECT * FROM hosp.patients");

    private static final String BILLING_INSERTS = "edit: {insert: [patient_id, amount, status]}";

    /** Opened before the first test of each release. */
    @SuppressWarnings("NullAway.Init")
    private static Hospital hospital;

    /** What row policies show, by who asks what. */
    private static final Map<String, List<String>> BY_POLICY = new HashMap<>();

    private static String summary = "";

    RowsInViewTest(PostgresRelease release) {
        assertThat(hospital.postgres.release()).isEqualTo(release);
    }

    @BeforeParameterizedClassInvocation
    static void open(PostgresRelease release) throws SQLException, IOException {
        hospital = new Hospital(release).withDoor();
        BY_POLICY.clear();
        for (String login : LOGINS) {
            for (String sql : READS) {
                BY_POLICY.put(login + " " + sql, answer(login, sql));
            }
        }
        hospital = new Hospital(release);
        hospital.asAdmin(
                "CREATE ROLE portal LOGIN PASSWORD 'p'; GRANT USAGE ON SCHEMA hosp TO portal;"
                        + " GRANT SELECT, INSERT, UPDATE ON hosp.patients TO portal");
        summary = hospital.apply(inView()).summary();
        hospital.asAdmin(
                "CREATE FUNCTION hosp.peek(value text) RETURNS boolean LANGUAGE plpgsql COST"
                        + " 0.0000001 AS $$BEGIN RAISE NOTICE '%', value; RETURN true; END$$; GRANT"
                        + " USAGE ON SCHEMA hosp TO PUBLIC");
    }

    private static Policy inView(String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(more));
        words.addAll(List.of(MANAGE, IN_VIEW));
        return Hospital.policy(words.toArray(String[]::new));
    }

    @Test
    void leavesTheTablesAsTheyWere() throws SQLException {
        assertThat(
                        hospital.adminSees(
                                "SELECT relname FROM pg_class WHERE relnamespace = 'hosp'::regnamespace"
                                        + " AND (relrowsecurity OR relforcerowsecurity)"))
                .containsExactly("encounters");
        assertThat(hospital.adminSees("SELECT DISTINCT polrelid::regclass FROM pg_policy"))
                .containsExactly("hosp.encounters");
    }

    @Test
    void aSecondPlanIsEmptyAndTheFirstSaysWhy() throws SQLException, IOException {
        assertThat(hospital.plan(inView()).sentences()).isEmpty();
        assertThat(summary)
                .contains(
                        "hosp.patients is not put under row security, each view keeps its rows back:"
                                + " The portal turns row security off");
    }

    @Test
    void showsWhatRowPoliciesShow() throws SQLException {
        for (String login : LOGINS) {
            for (String sql : READS) {
                assertThat(answer(login, sql))
                        .as("%s: %s", login, sql)
                        .isEqualTo(BY_POLICY.get(login + " " + sql));
            }
        }
        assertThat(BY_POLICY)
                .containsEntry("frank SELECT count(*) FROM patients", List.of("42P01"));
        assertThat(BY_POLICY.get("omar " + READS.get(1))).hasSize(16);
    }

    private static List<String> answer(String login, String sql) throws SQLException {
        String refusal = hospital.refusal(login, sql);
        return refusal.equals("none") ? hospital.sees(login, sql) : List.of(refusal);
    }

    @Test
    void anApplicationMayTurnRowSecurityOff() throws SQLException {
        try (Connection portal = hospital.postgres.as("portal", "p", hospital.database)) {
            assertThat(Hospital.rows(portal, "SHOW row_security")).containsExactly("on");
            try (Statement statement = portal.createStatement()) {
                statement.execute("SET row_security = off");
            }
            assertThat(Hospital.rows(portal, "SELECT count(*) FROM hosp.patients"))
                    .containsExactly("400");
            assertThat(
                            Hospital.rows(
                                    portal,
                                    "UPDATE hosp.patients SET phone = phone WHERE id <= 2 RETURNING id"))
                    .containsExactly("1", "2");
        }
    }

    @Test
    void aFunctionThatTellsIsToldNothing() throws SQLException {
        try (Connection nora = hospital.as("nora");
                Statement statement = nora.createStatement()) {
            statement.execute("SELECT id FROM patients WHERE hosp.peek(last_name)");
            int told = 0;
            for (SQLWarning notice = statement.getWarnings();
                    notice != null;
                    notice = notice.getNextWarning()) {
                assertThat(notice.getMessage()).endsWith("0");
                told++;
            }
            assertThat(told).isEqualTo(40);
        }
    }

    @Test
    void noErrorComesFromARowOutOfSight() throws SQLException {
        assertThat(
                        hospital.sees(
                                "nora",
                                "SELECT count(*) FROM patients WHERE 1 / (clinic_id - 2) < 0"))
                .containsExactly("40");
        assertThat(
                        hospital.sees(
                                "nora",
                                "SELECT count(*) FROM diagnoses WHERE 1 / (patient_id - 11) IS NOT"
                                        + " NULL"))
                .containsExactly("40");
    }

    @Test
    void aPlanTellsOfNoRowOutOfSight() throws SQLException {
        assertThat(
                        hospital.sees(
                                "nora",
                                "EXPLAIN SELECT * FROM patients WHERE last_name = 'Last11'"))
                .noneMatch(line -> line.contains("Last12"));
        assertThat(hospital.sees("nora", "SELECT * FROM pg_stats WHERE schemaname = 'hosp'"))
                .isEmpty();
    }

    @Test
    void changesNoRowOutOfScope() throws SQLException {
        assertThat(
                        hospital.sees(
                                "bella",
                                "UPDATE invoices SET status = 'paid' WHERE patient_id IN (12, 13)"
                                        + " RETURNING patient_id"))
                .containsExactly("12");
        assertThat(hospital.adminSees("SELECT status FROM hosp.invoices WHERE patient_id = 13"))
                .containsExactly("open");
        hospital.asAdmin("UPDATE hosp.invoices SET status = 'open'");
    }

    @Test
    void writesNoRowOutOfScopeAndSaysNothingOfThoseThere() throws SQLException, IOException {
        hospital.apply(inView("edit: {update: [status]}", BILLING_INSERTS));
        try {
            assertThat(inserts(2, "DEFAULT")).isEqualTo("none");
            assertThat(inserts(3, "DEFAULT")).isEqualTo(CHECKED);
            assertThat(inserts(999_999, "DEFAULT")).isEqualTo(CHECKED);
            assertThat(inserts(2, "5")).isEqualTo(NO_RIGHT);
            assertThat(
                            hospital.refusal(
                                    "bella",
                                    "INSERT INTO invoices (patient_id, amount) VALUES (2, 1) ON"
                                            + " CONFLICT (id) DO UPDATE SET status = 'x'"))
                    .isEqualTo(NO_RIGHT);
        } finally {
            hospital.asAdmin("DELETE FROM hosp.invoices WHERE id > 400");
            hospital.apply(inView());
        }
    }

    private static String inserts(int patient, String id) throws SQLException {
        return hospital.refusal(
                "bella",
                "INSERT INTO invoices (patient_id, amount%s) VALUES (%d, 1%s)"
                        .formatted(
                                id.equals("DEFAULT") ? "" : ", id",
                                patient,
                                id.equals("DEFAULT") ? "" : ", " + id));
    }

    @Test
    void whoseEditsAreOverNeitherEditsNorSees() throws SQLException, IOException {
        hospital.apply(
                inView(
                        "reason: Internal audit}",
                        "reason: Internal audit}\n  - {person: frank, role: billing_admin,"
                                + " edit: false, until: 2027-06-30, reason: Looks}"));
        try {
            assertThat(hospital.sees("bella", "SELECT count(*) FROM invoices"))
                    .containsExactly("120");
            hospital.asAdmin(
                    "UPDATE sp.held SET until = clock_timestamp() WHERE login = 'bella' AND role ="
                            + " 'billing_admin$edit'");

            assertThat(
                            hospital.sees(
                                    "bella",
                                    "UPDATE invoices SET status = 'x' WHERE true RETURNING id"))
                    .isEmpty();
            assertThat(hospital.sees("bella", "SELECT count(*) FROM invoices"))
                    .containsExactly("0");
        } finally {
            hospital.apply(inView());
        }
    }

    @Test
    void movesToRowPoliciesAndBack() throws SQLException, IOException {
        for (Policy policy : List.of(Hospital.policy(), inView())) {
            hospital.apply(policy);

            assertThat(hospital.plan(policy).sentences()).isEmpty();
            assertThat(answer("nora", READS.get(1)))
                    .isEqualTo(BY_POLICY.get("nora " + READS.get(1)));
            try (Connection portal = hospital.postgres.as("portal", "p", hospital.database)) {
                assertThat(Hospital.rows(portal, "SELECT count(*) FROM hosp.patients"))
                        .containsExactly("400");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GRANT SELECT ON hosp.patients TO nora",
                "GRANT SELECT (ssn) ON hosp.patients TO sp_role_nurse",
                "GRANT SELECT ON hosp.patients TO PUBLIC",
                "ALTER VIEW nurse.patients SET (security_barrier = false)",
                "ALTER VIEW billing_admin.invoices RESET (check_option)",
                "DROP VIEW sp.mine CASCADE"
            })
    void whatAHandOpensIsClosedAgain(String sql) throws SQLException, IOException {
        hospital.asAdmin(sql);

        assertThat(hospital.apply(inView()).sentences()).isNotEmpty();
        assertThat(hospital.plan(inView()).sentences()).isEmpty();
        assertThat(hospital.refusal("nora", "SELECT ssn FROM hosp.patients")).isEqualTo(NO_RIGHT);
        assertThat(hospital.sees("nora", "SELECT count(*) FROM patients")).containsExactly("40");
    }

    @Test
    void refusesRowSecurityThatIsNotOurs() throws SQLException, IOException {
        hospital.asAdmin("ALTER TABLE hosp.patients ENABLE ROW LEVEL SECURITY");
        try {
            assertThat(hospital.problems(inView()))
                    .containsExactly(
                            "SP3070 10-catalog.yaml:12 `hosp.patients` has row security that is not ours"
                                    + " (leave it out of `tables:`; with row policies both can stand)");
        } finally {
            hospital.asAdmin("ALTER TABLE hosp.patients DISABLE ROW LEVEL SECURITY");
        }
    }

    @Test
    void refusesWhatAViewCannotCheck() throws IOException {
        assertThat(
                        hospital.problems(
                                inView(
                                        "edit: {update: [status]}",
                                        "edit: {insert: [patient_id, amount], update: [status]}")))
                .containsExactly(refused("46", "insert and update", "use two roles"));
        assertThat(
                        hospital.problems(
                                inView(
                                        "edit: {update: [status]}",
                                        "edit: {update: [status]}\n        set: {status: paid}")))
                .containsExactly(refused("46", "update with `set:`", "take `set:` out"));
        assertThat(
                        hospital.problems(
                                inView(
                                        "        rows: my_clinics\n        see: [phi.financial]\n",
                                        "        rows: all_rows\n        see: [phi.financial]\n      - on:"
                                                + " ehr.hosp.invoices\n        rows: my_clinics\n")))
                .containsExactly(
                        refused(
                                "49",
                                "update on other rows than those it sees",
                                "give both one scope"));
    }

    private static String refused(String line, String what, String instead) {
        return "SP3070 20-roles.yaml:"
                + line
                + " role `billing_admin` has "
                + what
                + " on `hosp.invoices`, and a view that keeps rows back itself cannot check that ("
                + instead
                + ", or keep the rows of the table by `policy`)";
    }
}
