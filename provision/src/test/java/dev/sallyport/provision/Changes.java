package dev.sallyport.provision;

import dev.sallyport.provision.drift.Severity;
import dev.sallyport.testkit.PostgresRelease;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is done behind our back, how it is undone, and what must be said of it.
 *
 * @param id in the corpus of attacks; {@code -} where it is our own
 * @param object what the finding must be about
 */
record Changes(String id, String sql, String undo, Severity severity, String object) {

    /** Whatever the corpus asks a detector to see; the only place that names its entries. */
    static final List<String> CORPUS =
            List.of(
                    "DRF-01", "DRF-02", "DRF-03", "DRF-04", "DRF-06", "DRF-07", "DRF-09", "DRF-10",
                    "DRF-12", "DRF-13", "DRF-14", "DRF-17", "DRF-20", "DRF-21", "DRF-22", "DRF-24",
                    "DRF-25", "DRF-26", "DRF-27", "DRF-29", "DRF-30", "DRF-31", "DRF-33", "DRF-36",
                    "DRF-37", "DRF-38", "DRF-40", "DRF-41", "DRF-42");

    /** What is there before anybody changes anything. */
    static final String SETTING =
            "CREATE ROLE mallory LOGIN; CREATE ROLE application; CREATE SCHEMA elsewhere;"
                    + " CREATE SEQUENCE hosp.tickets; CREATE TYPE hosp.mood AS ENUM ('well');"
                    + " CREATE FUNCTION public.ev() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN"
                    + " END'; CREATE EVENT TRIGGER watching ON ddl_command_end EXECUTE FUNCTION"
                    + " public.ev(); DO $$ BEGIN IF EXISTS (SELECT FROM pg_available_extensions WHERE"
                    + " name = 'pg_walinspect') THEN CREATE EXTENSION pg_walinspect; END IF; END $$";

    /** Settings are granted from 15 on. */
    boolean isPossibleOn(PostgresRelease release) {
        return release != PostgresRelease.POSTGRES_14 || !sql.contains("ON PARAMETER");
    }

    static Changes alert(String id, String object, String sql, String undo) {
        return new Changes(id, sql, undo, Severity.ALERT, object);
    }

    static Changes notice(String id, String object, String sql, String undo) {
        return new Changes(id, sql, undo, Severity.NOTICE, object);
    }

    @Override
    public String toString() {
        return id + " " + sql;
    }

    static Stream<Changes> all(String database) {
        return Stream.of(ofTheCorpus(database), ofOurOwn(database), CatalogChanges.all())
                .flatMap(List::stream);
    }

    /** The entries of the corpus, its nameless table, view and roles being the hospital's. */
    static List<Changes> ofTheCorpus(String database) {
        return List.of(
                alert(
                        "DRF-01",
                        "SELECT on table hosp.patients to nora",
                        "GRANT SELECT ON hosp.patients TO nora",
                        "REVOKE SELECT ON hosp.patients FROM nora"),
                alert(
                        "DRF-02",
                        "SELECT on column hosp.patients.ssn to nora",
                        "GRANT SELECT (ssn) ON hosp.patients TO nora",
                        "REVOKE SELECT (ssn) ON hosp.patients FROM nora"),
                alert(
                        "DRF-03",
                        "nora in role sp_lens_nurse",
                        "GRANT sp_lens_nurse TO nora",
                        "REVOKE sp_lens_nurse FROM nora"),
                notice("DRF-04", "role d_x", "CREATE ROLE d_x LOGIN", "DROP ROLE d_x"),
                alert(
                        "DRF-06",
                        "role nora",
                        "ALTER ROLE nora PASSWORD 'pw'",
                        "ALTER ROLE nora PASSWORD NULL"),
                alert(
                        "DRF-07",
                        "search_path of nora",
                        "ALTER ROLE nora SET search_path = 'x'",
                        "ALTER ROLE nora RESET search_path"),
                alert(
                        "DRF-09",
                        "SELECT on new TABLES of postgres to PUBLIC",
                        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
                        "ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM PUBLIC"),
                alert(
                        "DRF-10",
                        "row security of hosp.patients",
                        "ALTER TABLE hosp.patients DISABLE ROW LEVEL SECURITY",
                        "ALTER TABLE hosp.patients ENABLE ROW LEVEL SECURITY"),
                alert(
                        "DRF-12",
                        "policy sp_lens_nurse_see on hosp.patients",
                        "ALTER POLICY sp_lens_nurse_see ON hosp.patients USING (true)",
                        ""),
                alert(
                        "DRF-13",
                        "policy sp_lens_physician_see on hosp.patients",
                        "DROP POLICY sp_lens_physician_see ON hosp.patients",
                        ""),
                alert(
                        "DRF-14",
                        "policy p2 on hosp.patients",
                        "CREATE POLICY p2 ON hosp.patients USING (true)",
                        "DROP POLICY p2 ON hosp.patients"),
                alert(
                        "DRF-17",
                        "view nurse.patients",
                        "ALTER VIEW nurse.patients OWNER TO mallory",
                        ""),
                alert(
                        "DRF-20",
                        "table hosp.invoices",
                        "ALTER TABLE hosp.invoices OWNER TO mallory",
                        "ALTER TABLE hosp.invoices OWNER TO postgres"),
                alert(
                        "DRF-21",
                        "TEMPORARY on database " + database + " to nora",
                        "GRANT TEMP ON DATABASE " + database + " TO nora",
                        "REVOKE TEMP ON DATABASE " + database + " FROM nora"),
                notice(
                        "DRF-22",
                        "work_mem of everybody in " + database,
                        "ALTER DATABASE " + database + " SET work_mem = '4MB'",
                        "ALTER DATABASE " + database + " RESET work_mem"),
                alert(
                        "DRF-24",
                        "SET on parameter log_statement to nora",
                        "GRANT SET ON PARAMETER log_statement TO nora",
                        "REVOKE SET ON PARAMETER log_statement FROM nora"),
                alert(
                        "DRF-25",
                        "CREATE on tablespace pg_default to nora",
                        "GRANT CREATE ON TABLESPACE pg_default TO nora",
                        "REVOKE CREATE ON TABLESPACE pg_default FROM nora"),
                notice("DRF-26", "large object 77777", "SELECT lo_create(77777)", ""),
                alert(
                        "DRF-27",
                        "SELECT on large object 77777 to PUBLIC",
                        "GRANT SELECT ON LARGE OBJECT 77777 TO PUBLIC",
                        "SELECT lo_unlink(77777)"),
                notice(
                        "DRF-29",
                        "role omar",
                        "UPDATE pg_authid SET rolbypassrls = false WHERE rolname = 'omar'",
                        ""),
                alert(
                        "DRF-30",
                        "row security of hosp.staff",
                        "UPDATE pg_class SET relrowsecurity = false WHERE oid = 'hosp.staff'::regclass",
                        "UPDATE pg_class SET relrowsecurity = true WHERE oid = 'hosp.staff'::regclass"),
                alert(
                        "DRF-31",
                        "event trigger e2",
                        "CREATE EVENT TRIGGER e2 ON ddl_command_start EXECUTE FUNCTION public.ev()",
                        "DROP EVENT TRIGGER e2"),
                alert(
                        "DRF-33",
                        "event trigger watching",
                        "ALTER EVENT TRIGGER watching DISABLE",
                        "ALTER EVENT TRIGGER watching ENABLE"),
                alert(
                        "DRF-36",
                        "extension pg_trgm",
                        "CREATE EXTENSION pg_trgm",
                        "DROP EXTENSION pg_trgm"),
                notice(
                        "DRF-37",
                        "comment on role nora",
                        "COMMENT ON ROLE nora IS 'x'",
                        "COMMENT ON ROLE nora IS NULL"),
                alert(
                        "DRF-38",
                        "table hosp.zz",
                        "SET session_replication_role = replica; CREATE TABLE hosp.zz (i int);"
                                + " RESET session_replication_role",
                        "DROP TABLE hosp.zz"),
                alert(
                        "DRF-40",
                        "table hosp.zz2",
                        "SELECT 1 AS q INTO hosp.zz2",
                        "DROP TABLE hosp.zz2"),
                notice(
                        "DRF-41",
                        "system relation pg_catalog.pg_class",
                        "REVOKE ALL ON pg_class FROM nora",
                        ""),
                alert(
                        "DRF-42",
                        "subscription s1",
                        "CREATE SUBSCRIPTION s1 CONNECTION 'dbname=x' PUBLICATION p WITH (connect ="
                                + " false)",
                        "ALTER SUBSCRIPTION s1 SET (slot_name = NONE); DROP SUBSCRIPTION s1"));
    }

    /** The kinds the corpus leaves out. */
    static List<Changes> ofOurOwn(String database) {
        return List.of(
                alert(
                        "-",
                        "role mallory",
                        "ALTER ROLE mallory SUPERUSER",
                        "ALTER ROLE mallory NOSUPERUSER"),
                alert(
                        "-",
                        "role mallory",
                        "ALTER ROLE mallory BYPASSRLS",
                        "ALTER ROLE mallory NOBYPASSRLS"),
                alert(
                        "-",
                        "role mallory",
                        "ALTER ROLE mallory CREATEROLE",
                        "ALTER ROLE mallory NOCREATEROLE"),
                alert(
                        "-",
                        "mallory in role pg_read_all_data",
                        "GRANT pg_read_all_data TO mallory",
                        "REVOKE pg_read_all_data FROM mallory"),
                notice(
                        "-",
                        "mallory in role application",
                        "GRANT application TO mallory",
                        "REVOKE application FROM mallory"),
                alert(
                        "-",
                        "application in role pg_write_all_data",
                        "GRANT pg_write_all_data TO application",
                        "REVOKE pg_write_all_data FROM application"),
                alert(
                        "-",
                        "nora holds physician",
                        "INSERT INTO sp.held SELECT login, 'physician', grantee FROM sp.held WHERE"
                                + " login = 'nora'",
                        "DELETE FROM sp.held WHERE login = 'nora' AND role = 'physician'"),
                alert(
                        "-",
                        "attribute clinics of nora",
                        "UPDATE sp.held SET attributes = attributes || '{\"clinics\": \"{1,2}\"}' WHERE"
                                + " login = 'nora'",
                        "UPDATE sp.held SET attributes = attributes || '{\"clinics\": \"{\\\"1\\\"}\"}' WHERE"
                                + " login = 'nora'"),
                alert(
                        "-",
                        "Sallyport's own list of what it made",
                        "UPDATE sp.made SET live = live || 'x' WHERE object = 'view nurse.patients'",
                        "UPDATE sp.made SET live = rtrim(live, 'x') WHERE object = 'view"
                                + " nurse.patients'"),
                alert(
                        "-",
                        "column hosp.patients.nickname",
                        "ALTER TABLE hosp.patients ADD nickname text",
                        "ALTER TABLE hosp.patients DROP nickname"),
                alert(
                        "-",
                        "USAGE on schema hosp to mallory",
                        "GRANT USAGE ON SCHEMA hosp TO mallory",
                        "REVOKE USAGE ON SCHEMA hosp FROM mallory"),
                alert(
                        "-",
                        "EXECUTE on function sp.only(text, text) to PUBLIC",
                        "GRANT EXECUTE ON FUNCTION sp.only(text, text) TO PUBLIC",
                        "REVOKE EXECUTE ON FUNCTION sp.only(text, text) FROM PUBLIC"),
                alert(
                        "-",
                        "USAGE on language plpgsql to PUBLIC",
                        "GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC",
                        "REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC"),
                alert(
                        "-",
                        "USAGE on sequence hosp.tickets to mallory",
                        "GRANT USAGE ON SEQUENCE hosp.tickets TO mallory",
                        "REVOKE USAGE ON SEQUENCE hosp.tickets FROM mallory"),
                notice(
                        "-",
                        "USAGE on type hosp.mood to mallory",
                        "GRANT USAGE ON TYPE hosp.mood TO mallory",
                        "REVOKE USAGE ON TYPE hosp.mood FROM mallory"),
                notice("-", "foreign data wrapper w", "CREATE FOREIGN DATA WRAPPER w", ""),
                alert(
                        "-",
                        "USAGE on foreign data wrapper w to PUBLIC",
                        "GRANT USAGE ON FOREIGN DATA WRAPPER w TO PUBLIC",
                        "REVOKE USAGE ON FOREIGN DATA WRAPPER w FROM PUBLIC"),
                notice("-", "server far", "CREATE SERVER far FOREIGN DATA WRAPPER w", ""),
                alert(
                        "-",
                        "USAGE on foreign server far to PUBLIC",
                        "GRANT USAGE ON FOREIGN SERVER far TO PUBLIC",
                        "DROP FOREIGN DATA WRAPPER w CASCADE"),
                alert(
                        "-",
                        "EXECUTE on function pg_catalog.pg_read_file(text) to application",
                        "GRANT EXECUTE ON FUNCTION pg_read_file(text) TO application",
                        "REVOKE EXECUTE ON FUNCTION pg_read_file(text) FROM" + " application"),
                alert(
                        "-",
                        "SELECT on table pg_catalog.pg_authid to mallory",
                        "GRANT SELECT ON pg_authid TO mallory",
                        "REVOKE SELECT ON pg_authid FROM mallory"),
                alert(
                        "-",
                        "trigger spy on hosp.patients",
                        "CREATE TRIGGER spy AFTER INSERT ON hosp.patients FOR EACH ROW EXECUTE"
                                + " FUNCTION suppress_redundant_updates_trigger()",
                        "DROP TRIGGER spy ON hosp.patients"),
                alert(
                        "-",
                        "rule spy on hosp.patients",
                        "CREATE RULE spy AS ON INSERT TO hosp.patients DO ALSO NOTHING",
                        "DROP RULE spy ON hosp.patients"),
                alert(
                        "-",
                        "publication leak",
                        "CREATE PUBLICATION leak FOR TABLE hosp.patients",
                        "DROP PUBLICATION leak"),
                alert(
                        "-",
                        "slot leak",
                        "SELECT pg_create_physical_replication_slot('leak')",
                        "SELECT pg_drop_replication_slot('leak')"),
                alert(
                        "-",
                        "view elsewhere.leak",
                        "CREATE VIEW elsewhere.leak AS SELECT ssn FROM hosp.patients",
                        "DROP VIEW elsewhere.leak"),
                alert(
                        "-",
                        "function elsewhere.leak()",
                        "CREATE FUNCTION elsewhere.leak() RETURNS int LANGUAGE sql SECURITY DEFINER AS"
                                + " 'SELECT 1'",
                        "DROP FUNCTION elsewhere.leak()"),
                alert(
                        "-",
                        "function sp.only(text, text)",
                        "CREATE OR REPLACE FUNCTION sp.only(held_role text, asked text) RETURNS text"
                                + " LANGUAGE sql STABLE SECURITY DEFINER AS 'SELECT 1'",
                        ""),
                alert(
                        "-",
                        "database " + database,
                        "ALTER DATABASE " + database + " OWNER TO mallory",
                        "ALTER DATABASE " + database + " OWNER TO postgres"),
                alert(
                        "-",
                        "search_path of everybody",
                        "ALTER ROLE ALL SET search_path = 'x'",
                        "ALTER ROLE ALL RESET search_path"),
                alert(
                        "-",
                        "schema nurse",
                        "ALTER SCHEMA nurse OWNER TO mallory",
                        "ALTER SCHEMA nurse OWNER TO sp_definer"));
    }

    /** What applications do all day. */
    static List<String> ofNobody() {
        return List.of(
                "CREATE TABLE elsewhere.orders (id int)",
                "ALTER TABLE elsewhere.orders ADD note text",
                "GRANT SELECT ON elsewhere.orders TO application",
                "CREATE INDEX ON elsewhere.orders (id)",
                "CREATE VIEW elsewhere.open_orders AS SELECT id FROM elsewhere.orders",
                "CREATE FUNCTION elsewhere.add(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1 + $2'",
                "INSERT INTO elsewhere.orders VALUES (1, '')",
                "UPDATE hosp.clinics SET name = name",
                "CREATE TEMP TABLE scratch (id int)",
                "ANALYZE hosp.patients",
                "VACUUM hosp.patients",
                "CREATE INDEX ON hosp.invoices (status)",
                "DROP VIEW elsewhere.open_orders; DROP TABLE elsewhere.orders; DROP FUNCTION"
                        + " elsewhere.add");
    }
}
