package dev.sallyport.provision.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sallyport.policy.Adopted;
import dev.sallyport.problem.Refused;
import dev.sallyport.provision.Plan;
import dev.sallyport.testkit.PostgresRelease;
import dev.sallyport.testkit.RealPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Adoption tells everything, writes nothing, and changes nothing. */
final class AdoptionTest {
    /** One of everything that can be granted, owned or set. */
    static final String[] THINGS = {
        "CREATE SCHEMA hosp; CREATE SCHEMA \"Odd Schema\"",
        "CREATE TABLE hosp.patients (id bigint PRIMARY KEY, mrn text, name text, ssn text, notes text, shape int)",
        "CREATE TABLE hosp.visits (id bigserial PRIMARY KEY, patient_id bigint REFERENCES hosp.patients, seen date)",
        "CREATE TABLE \"Odd Schema\".\"a \"\"quoted\"\" table\" (\"x y\" int, \"Übel\" text)",
        "CREATE VIEW hosp.names AS SELECT id, name FROM hosp.patients",
        "CREATE MATERIALIZED VIEW hosp.counts AS SELECT count(*) FROM hosp.patients",
        "CREATE SEQUENCE hosp.numbers",
        "CREATE TYPE hosp.kind AS ENUM ('a', 'b'); CREATE DOMAIN hosp.code AS text",
        "CREATE FUNCTION hosp.f(int, text, hosp.kind) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE PROCEDURE hosp.p(bigint[]) LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION hosp.power() RETURNS int SECURITY DEFINER LANGUAGE sql AS 'SELECT 1'",
        "CREATE AGGREGATE hosp.total(int) (sfunc = int4pl, stype = int)",
        "SELECT lo_create(424242)",
        "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER w",
    };

    private static final String[] RIGHTS = {
        "CREATE ROLE hosp_owner; CREATE ROLE readers NOINHERIT; CREATE ROLE \"Dr. O'Neil \"\"x\"\"\" LOGIN",
        "CREATE ROLE portal LOGIN PASSWORD 'p' CONNECTION LIMIT 7 VALID UNTIL '2031-05-06 07:08:09.5+02'",
        "CREATE ROLE \"-5\" CREATEDB CREATEROLE REPLICATION BYPASSRLS; CREATE ROLE \"null\" SUPERUSER LOGIN",
        "GRANT readers TO portal WITH ADMIN OPTION; GRANT pg_read_all_data TO readers",
        "ALTER DATABASE %1$s OWNER TO hosp_owner; ALTER SCHEMA hosp OWNER TO hosp_owner",
        "ALTER TABLE hosp.patients OWNER TO hosp_owner; ALTER TABLE hosp.visits OWNER TO hosp_owner",
        "ALTER FUNCTION hosp.f(int, text, hosp.kind) OWNER TO hosp_owner; ALTER TYPE hosp.kind OWNER TO hosp_owner",
        "ALTER PROCEDURE hosp.p(bigint[]) OWNER TO portal; ALTER LARGE OBJECT 424242 OWNER TO portal",
        "ALTER FUNCTION hosp.power() OWNER TO hosp_owner; ALTER VIEW hosp.names OWNER TO hosp_owner",
        "GRANT SELECT, UPDATE ON hosp.patients TO portal WITH GRANT OPTION; GRANT USAGE ON SCHEMA hosp TO portal",
        "GRANT SELECT (ssn, mrn), UPDATE (notes) ON hosp.patients TO readers",
        "GRANT ALL ON \"Odd Schema\".\"a \"\"quoted\"\" table\" TO \"Dr. O'Neil \"\"x\"\"\", \"null\"",
        "GRANT SELECT (\"x y\") ON \"Odd Schema\".\"a \"\"quoted\"\" table\" TO \"-5\" WITH GRANT OPTION",
        "SET ROLE portal; GRANT SELECT ON hosp.patients TO readers; GRANT UPDATE (ssn) ON hosp.patients TO \"-5\"; RESET ROLE",
        "REVOKE ALL ON hosp.visits FROM hosp_owner; GRANT SELECT ON hosp.visits TO PUBLIC",
        "REVOKE EXECUTE ON FUNCTION hosp.f(int, text, hosp.kind) FROM PUBLIC; GRANT EXECUTE ON ALL PROCEDURES IN SCHEMA hosp TO readers",
        "REVOKE CONNECT ON DATABASE %1$s FROM PUBLIC; GRANT CONNECT, CREATE ON DATABASE %1$s TO portal, readers",
        "GRANT SELECT ON LARGE OBJECT 424242 TO readers; GRANT USAGE ON FOREIGN SERVER far TO portal; GRANT USAGE ON FOREIGN DATA WRAPPER w TO readers",
        "REVOKE USAGE ON TYPE hosp.kind FROM PUBLIC; GRANT USAGE ON DOMAIN hosp.code TO portal; REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC",
        "GRANT CREATE ON TABLESPACE pg_default TO readers; GRANT SELECT ON pg_catalog.pg_authid TO readers; REVOKE SELECT ON pg_catalog.pg_views FROM PUBLIC",
        "REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC; GRANT USAGE, UPDATE ON SEQUENCE hosp.numbers TO portal",
        "ALTER DEFAULT PRIVILEGES FOR ROLE hosp_owner IN SCHEMA hosp GRANT SELECT ON TABLES TO readers, portal WITH GRANT OPTION",
        "ALTER DEFAULT PRIVILEGES FOR ROLE hosp_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO portal",
        "ALTER DEFAULT PRIVILEGES FOR ROLE portal REVOKE ALL ON TABLES FROM portal; ALTER DEFAULT PRIVILEGES FOR ROLE portal IN SCHEMA hosp GRANT ALL ON SEQUENCES TO portal",
        "ALTER ROLE portal SET search_path TO hosp, \"Odd Schema\", public; ALTER ROLE portal IN DATABASE %1$s SET work_mem TO '8MB'",
        "ALTER DATABASE %1$s SET statement_timeout TO '5min'; ALTER ROLE ALL SET idle_session_timeout TO '1h'; ALTER ROLE readers SET app.key TO 'very secret'",
        "GRANT ALL ON SCHEMA public TO portal",
    };

    private static final String ROW_POLICY =
            "ALTER TABLE hosp.visits ENABLE ROW LEVEL SECURITY; CREATE POLICY theirs ON hosp.visits USING"
                    + " (true)";

    private static Brownfield brownfield(PostgresRelease release) throws SQLException {
        Brownfield brownfield = new Brownfield(release);
        brownfield.run(THINGS);
        for (String sql : RIGHTS) {
            brownfield.run(sql.formatted(brownfield.database));
        }
        return brownfield;
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES_14", "POSTGRES_16", "POSTGRES_18"})
    void tellsSoMuchThatAnEmptyCloneBecomesTheSame(PostgresRelease release)
            throws SQLException, IOException {
        Brownfield first = brownfield(release);
        Survey survey = first.survey();
        Adopted read = Brownfield.adopted(Brownfield.read(Brownfield.folder(survey)));
        assertThat(read).isEqualTo(survey.found());
        List<String> before = Catalog.of(first, survey.version());

        Brownfield clone = new Brownfield(release);
        clone.run(THINGS);
        assertThat(Catalog.of(clone, survey.version())).isNotEqualTo(before);
        clone.run(
                Restoring.statements(read, clone.database, survey.version())
                        .toArray(String[]::new));

        assertThat(withoutSecrets(Catalog.of(clone, survey.version())))
                .containsExactlyElementsOf(withoutSecrets(before));
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES_14", "POSTGRES_18"})
    void theFirstPlanIsEmpty(PostgresRelease release) throws SQLException, IOException {
        Brownfield brownfield = brownfield(release);
        brownfield.run(ROW_POLICY);

        Plan plan = brownfield.plan(Brownfield.read(Brownfield.folder(brownfield.survey())));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.gains()).isEmpty();
        assertThat(plan.losses()).isEmpty();
        assertThat(plan.notes())
                .filteredOn(note -> note.startsWith("HARDEN"))
                .hasSize(5)
                .allMatch(note -> note.contains("declined: adopted as found"));
    }

    @Test
    void anAccountThatMayOnlyConnectReadsTheSameAndNothingIsWritten() throws SQLException {
        Brownfield brownfield = brownfield(PostgresRelease.NEWEST);
        brownfield.run("CREATE ROLE auditor LOGIN PASSWORD 'a'");
        brownfield.run("GRANT CONNECT ON DATABASE " + brownfield.database + " TO auditor");
        List<String> before = brownfield.rows("SELECT pg_snapshot_xmax(pg_current_snapshot())");

        Survey poor = Surveyor.survey(brownfield.target("auditor", "a"));

        assertThat(brownfield.rows("SELECT pg_snapshot_xmax(pg_current_snapshot())"))
                .as("no transaction that writes has begun")
                .isEqualTo(before);
        assertThat(poor.found()).isEqualTo(brownfield.survey().found());
        assertThat(poor.limits()).extracting(Limit::kind).contains("password");
    }

    @Test
    void theSessionCannotWrite() throws SQLException {
        Brownfield brownfield = brownfield(PostgresRelease.NEWEST);
        try (Connection connection = brownfield.target().connect();
                Statement statement = connection.createStatement()) {
            Surveyor.readOnly(connection);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.execute("CREATE ROLE written"))
                    .withMessageContaining("read-only");
            connection.rollback();
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.execute("CREATE ROLE written"))
                    .withMessageContaining("read-only");
        }
    }

    @Test
    void listsWhatTheLanguageCannotSay() throws SQLException {
        Brownfield brownfield = brownfield(PostgresRelease.NEWEST);
        brownfield.run(
                ROW_POLICY,
                "CREATE USER MAPPING FOR portal SERVER far OPTIONS (password 'hidden')",
                "SET password_encryption = 'md5'; CREATE ROLE old LOGIN PASSWORD 'old'",
                "CREATE PUBLICATION sender FOR ALL TABLES",
                "CREATE RULE quiet AS ON DELETE TO hosp.patients DO INSTEAD NOTHING",
                "CREATE TABLE hosp.\"with.dot\" (ssn text)");

        Survey survey = brownfield.survey();

        assertThat(survey.limits())
                .extracting(limit -> limit.kind() + " " + limit.object())
                .contains(
                        "row policy theirs on hosp.visits",
                        "row security hosp.visits",
                        "security definer function hosp.power()",
                        "view hosp.names",
                        "materialized view hosp.counts",
                        "rule quiet on hosp.patients",
                        "user mapping portal on far",
                        "publication sender",
                        "password old",
                        "setting app.key of readers",
                        "table hosp.visits",
                        "table hosp.with.dot",
                        "host rules pg_hba.conf");
        assertThat(Brownfield.folder(survey).files().values())
                .noneMatch(text -> text.contains("very secret"))
                .noneMatch(text -> text.contains("hidden") || text.contains("SCRAM-SHA"));
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES_14", "POSTGRES_18"})
    void findsNoRightInADatabaseNobodyTouched(PostgresRelease release) throws SQLException {
        Adopted found = new Brownfield(release).survey().found();

        assertThat(found.rights()).isEmpty();
        assertThat(found.defaults()).isEmpty();
        assertThat(found.members()).isEmpty();
        assertThat(found.roles()).extracting(Adopted.NativeRole::name).containsExactly("postgres");
    }

    @Test
    void refusesADatabaseThatHasADoor() throws SQLException {
        Brownfield brownfield = new Brownfield(PostgresRelease.NEWEST);
        brownfield.run("CREATE ROLE sp_definer; CREATE SCHEMA sp AUTHORIZATION sp_definer");

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(brownfield::survey)
                .withMessageStartingWith("SP3041 database `" + brownfield.database + "`");
    }

    @Test
    void leavesOutTheAccountsOfAnotherDatabasesDoor() throws SQLException, IOException {
        Brownfield brownfield = new Brownfield(PostgresRelease.NEWEST);
        brownfield.run(
                "CREATE ROLE sp_person; COMMENT ON ROLE sp_person IS 'Sallyport'",
                "CREATE ROLE nora LOGIN; GRANT sp_person TO nora; CREATE TABLE t (id int)",
                "GRANT SELECT ON t TO nora; CREATE ROLE mine; GRANT SELECT ON t TO mine");

        Survey survey = brownfield.survey();

        assertThat(survey.found().roles())
                .extracting(Adopted.NativeRole::name)
                .containsExactly("mine", RealPostgres.ADMIN);
        assertThat(survey.found().rights())
                .extracting(Adopted.Right::grantee)
                .containsExactly("mine");
        assertThat(survey.limits())
                .extracting(limit -> limit.kind() + " " + limit.object())
                .contains("role nora", "role sp_person");
    }

    private static List<String> withoutSecrets(List<String> catalog) {
        return catalog.stream().filter(row -> !row.contains("app.key")).toList();
    }
}
