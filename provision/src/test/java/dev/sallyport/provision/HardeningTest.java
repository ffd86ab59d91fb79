package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Policy;
import dev.sallyport.testkit.PostgresRelease;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What hardening takes, whom it leaves alone, and that it gives back just what it took. */
@ParameterizedClass
@EnumSource(names = {"POSTGRES_14", "POSTGRES_18"})
final class HardeningTest {
    private static final String MANAGE = "    manage: {schemas: [hosp]}";
    private static final String DECLINED =
            MANAGE
                    + "\n    hardening: {decline: {languages: the forms run DO blocks, databases: one"
                    + " cluster for all, public_schema: theirs, builtins: reports wait,"
                    + " new_functions: many}}\n    #";

    private static final String IN_VIEW =
            MANAGE + "\n    tables: {\"hosp.patients\": {rows: view, reason: partners}}\n    #";

    /** Who may what, one a row, a default spelt out; without our own roles. */
    private static final String RIGHTS =
            """
            SELECT i.name, coalesce(g.rolname, 'PUBLIC'), e.privilege_type
              FROM (SELECT datname::text, coalesce(datacl, acldefault('d', datdba)) FROM pg_database
                    UNION ALL SELECT lanname, coalesce(lanacl, acldefault('l', lanowner)) FROM pg_language
                    UNION ALL SELECT nspname, nspacl FROM pg_namespace WHERE nspname = 'public'
                    UNION ALL SELECT oid::regprocedure::text, coalesce(proacl, acldefault('f', proowner)) FROM pg_proc WHERE oid < 16384
                    UNION ALL SELECT 'default of ' || defaclrole::regrole, defaclacl FROM pg_default_acl) AS i(name, acl)
             CROSS JOIN LATERAL aclexplode(i.acl) e
              LEFT JOIN pg_roles g ON g.oid = e.grantee
             WHERE coalesce(g.rolname, '') NOT LIKE 'sp\\_%'
            """;

    private final Hospital hospital;

    HardeningTest(PostgresRelease release) throws SQLException, IOException {
        hospital = new Hospital(release);
    }

    @AfterEach
    void tidyTheCluster() throws SQLException {
        hospital.asAdmin("GRANT CONNECT, TEMPORARY ON DATABASE postgres, template1 TO PUBLIC");
    }

    @Test
    void isANamedPartOfThePlanAndLeavesPresentAccountsAlone() throws SQLException, IOException {
        hospital.asAdmin(
                "CREATE ROLE forms LOGIN PASSWORD 'pw'; ALTER DATABASE "
                        + hospital.database
                        + " OWNER TO postgres");

        Plan plan = hospital.apply(Hospital.policy());

        assertThat(plan.summary())
                .contains("HARDENING\n    databases      PUBLIC loses ")
                .contains("    languages      PUBLIC loses USAGE on language plpgsql")
                .contains("    new_functions  PUBLIC loses EXECUTE on new functions of hosp_owner")
                .contains(
                        "by name it stays with forms, hosp_owner, accounts made later do not have");
        try (var forms = hospital.postgres.as("forms", "pw", hospital.database)) {
            Query.run(forms, "DO $$ BEGIN PERFORM pg_sleep(0); END $$");
            Query.run(forms, "SELECT lo_creat(-1)");
            Query.run(forms, "CREATE TEMP TABLE t (x int)");
        }
        assertThat(hospital.refusal("nora", "DO $$ BEGIN NULL; END $$")).isEqualTo("42501");
        assertThat(hospital.plan(Hospital.policy()).sentences()).isEmpty();
    }

    @Test
    void givesBackJustWhatItTook() throws SQLException, IOException {
        hospital.asAdmin(
                "CREATE ROLE forms LOGIN PASSWORD 'pw'; GRANT USAGE ON LANGUAGE sql TO forms; REVOKE"
                        + " EXECUTE ON FUNCTION pg_export_snapshot() FROM PUBLIC");
        hospital.asAdmin("GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC");
        List<String> before = hospital.adminSees(RIGHTS);
        hospital.apply(Hospital.policy());
        hospital.asAdmin("GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC");
        assertThat(hospital.apply(Hospital.policy()).sentences()).hasSize(1);
        Policy declined = Hospital.policy(MANAGE, DECLINED);

        Plan plan = hospital.apply(declined);

        assertThat(plan.summary())
                .contains("PUBLIC gets back USAGE on language plpgsql")
                .contains("declined: the forms run DO blocks   10-catalog.yaml:");
        assertThat(hospital.adminSees(RIGHTS)).containsExactlyInAnyOrderElementsOf(before);
        assertThat(hospital.plan(declined).sentences()).isEmpty();
        assertThat(hospital.adminSees("SELECT count(*) FROM sp.taken")).containsExactly("0");
        assertThat(hospital.apply(Hospital.policy()).isEmpty()).isFalse();
        assertThat(hospital.plan(Hospital.policy()).sentences()).isEmpty();
    }

    @Test
    void touchesNothingThatIsDeclinedFromTheStart() throws SQLException, IOException {
        List<String> before = hospital.adminSees(RIGHTS);

        Plan plan = hospital.apply(Hospital.policy(MANAGE, DECLINED));

        assertThat(plan.summary()).contains("    builtins       declined: reports wait");
        assertThat(hospital.adminSees(RIGHTS)).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void takesAStrayRightOfPublicAndGivesItToNobody() throws SQLException, IOException {
        hospital.asAdmin(
                "CREATE ROLE kiosk LOGIN PASSWORD 'pw'; GRANT USAGE ON SCHEMA hosp TO kiosk");
        for (Policy policy : List.of(Hospital.policy(), Hospital.policy(MANAGE, IN_VIEW))) {
            hospital.apply(policy);
            hospital.asAdmin("GRANT SELECT ON hosp.patients TO PUBLIC");

            Plan plan = hospital.apply(policy);

            assertThat(plan.notes()).contains("NOTE   PUBLIC loses SELECT on hosp.patients");
            assertThat(plan.sql()).doesNotContain("kiosk");
            assertThat(
                            hospital.adminSees(
                                    "SELECT has_table_privilege('kiosk', 'hosp.patients', 'SELECT')"))
                    .containsExactly("f");
            assertThat(hospital.plan(policy).sentences()).isEmpty();
        }
    }

    @Test
    void leavesNoRightOfPublicOnAPartitionAndNamesTheViewsThatShowATable()
            throws SQLException, IOException {
        hospital.asAdmin(
                "CREATE TABLE hosp.obs (patient_id bigint, v text) PARTITION BY RANGE (patient_id);"
                        + " CREATE TABLE hosp.obs_1 PARTITION OF hosp.obs FOR VALUES FROM (0) TO"
                        + " (100000); ALTER TABLE hosp.obs OWNER TO hosp_owner; ALTER TABLE"
                        + " hosp.obs_1 OWNER TO hosp_owner; INSERT INTO hosp.obs SELECT id, 'v' FROM"
                        + " hosp.patients; CREATE VIEW hosp.everybody AS SELECT * FROM hosp.patients;"
                        + " CREATE VIEW hosp.their_own AS SELECT 1; CREATE MATERIALIZED VIEW"
                        + " hosp.copied AS SELECT * FROM hosp.everybody; GRANT USAGE ON SCHEMA hosp"
                        + " TO PUBLIC; GRANT SELECT ON hosp.obs, hosp.obs_1, hosp.everybody,"
                        + " hosp.their_own, hosp.copied TO PUBLIC; CREATE ROLE forms LOGIN PASSWORD"
                        + " 'pw'");
        Policy policy =
                Hospital.policy(
                        "  ehr.hosp.invoices:\n",
                        "  ehr.hosp.obs: {patient_id: ops.key, v: phi.clinical}\n  ehr.hosp.invoices:\n");

        Plan plan = hospital.apply(policy);

        assertThat(plan.notes())
                .contains(
                        "NOTE   PUBLIC loses SELECT on hosp.obs_1; 1 existing role(s) keep it by"
                                + " name",
                        "NOTE   PUBLIC may read hosp.everybody, which shows hosp.patients to every"
                                + " person",
                        "NOTE   PUBLIC may read hosp.copied, which shows hosp.patients to every"
                                + " person")
                .noneMatch(note -> note.contains("their_own"));
        assertThat(hospital.refusal("nora", "SELECT count(*) FROM hosp.obs_1")).isEqualTo("42501");
        try (var forms = hospital.postgres.as("forms", "pw", hospital.database)) {
            assertThat(Hospital.rows(forms, "SELECT count(*) FROM hosp.obs_1"))
                    .containsExactly("400");
        }
        hospital.asAdmin(
                "CREATE TABLE hosp.obs_2 PARTITION OF hosp.obs FOR VALUES FROM (100000) TO (200000);"
                        + " GRANT SELECT ON hosp.obs_2 TO PUBLIC");
        assertThat(hospital.apply(policy).sql()).doesNotContain("forms");
        assertThat(hospital.plan(policy).sentences()).isEmpty();
    }

    /** Owners of functions and views, and roles that migrations become. */
    @Test
    void leavesRolesAloneThatCannotLogIn() throws SQLException, IOException {
        hospital.asAdmin(
                "CREATE FUNCTION hosp.note() RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN"
                        + " PERFORM pg_notify(''x'', ''y''); RETURN ''ok''; END'; ALTER FUNCTION"
                        + " hosp.note() OWNER TO hosp_owner; CREATE ROLE app LOGIN PASSWORD 'pw';"
                        + " GRANT USAGE ON SCHEMA hosp TO app; GRANT EXECUTE ON FUNCTION hosp.note()"
                        + " TO app; CREATE ROLE deployer LOGIN PASSWORD 'pw'; GRANT hosp_owner TO"
                        + " deployer; CREATE ROLE reports; GRANT USAGE ON SCHEMA hosp TO reports;"
                        + " GRANT SELECT ON hosp.invoices TO PUBLIC; CREATE VIEW hosp.sums AS SELECT"
                        + " count(*) FROM hosp.invoices; ALTER VIEW hosp.sums OWNER TO reports; GRANT"
                        + " SELECT ON hosp.sums TO app; ALTER DATABASE "
                        + hospital.database
                        + " OWNER TO hosp_owner");
        List<String> before = hospital.adminSees(RIGHTS);

        Plan plan = hospital.apply(Hospital.policy());

        assertThat(plan.summary())
                .contains("by name it stays with app, deployer, hosp_owner, reports, accounts");
        try (var app = hospital.postgres.as("app", "pw", hospital.database)) {
            assertThat(Hospital.rows(app, "SELECT hosp.note()")).containsExactly("ok");
            assertThat(Hospital.rows(app, "SELECT count > 0 FROM hosp.sums")).containsExactly("t");
        }
        try (var deployer = hospital.postgres.as("deployer", "pw", hospital.database)) {
            Query.run(deployer, "SET ROLE hosp_owner");
            Query.run(deployer, "SELECT pg_advisory_lock(1)");
            Query.run(
                    deployer,
                    "CREATE FUNCTION hosp.one() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1;"
                            + " END'");
        }
        assertThat(plan.notes()).noneMatch(note -> note.contains("hosp_owner keeps every row"));
        hospital.apply(Hospital.policy(MANAGE, DECLINED));
        assertThat(hospital.adminSees(RIGHTS)).containsExactlyInAnyOrderElementsOf(before);
    }
}
