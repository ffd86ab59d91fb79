package dev.sallyport.provision;

import static dev.sallyport.provision.Changes.alert;
import static dev.sallyport.provision.Changes.notice;

import java.util.List;
import java.util.stream.Stream;

/** What is done to PostgreSQL's own things, hidden in an extension, or to what rows may be. */
final class CatalogChanges {
    private CatalogChanges() {}

    static List<Changes> all() {
        return Stream.concat(ofCatalogs().stream(), ofRows().stream()).toList();
    }

    private static List<Changes> ofCatalogs() {
        return List.of(
                alert(
                        "-",
                        "function pg_catalog.obj_description(oid)",
                        "CREATE OR REPLACE FUNCTION pg_catalog.obj_description(oid) RETURNS text LANGUAGE"
                                + " sql STABLE STRICT SECURITY DEFINER AS 'SELECT string_agg(ssn, chr(44))"
                                + " FROM hosp.patients'",
                        ""),
                alert(
                        "-",
                        "function pg_catalog.textlike(text, text)",
                        "ALTER FUNCTION pg_catalog.textlike(text, text) LEAKPROOF",
                        "ALTER FUNCTION pg_catalog.textlike(text, text) NOT LEAKPROOF"),
                alert(
                        "-",
                        "function pg_catalog.pg_read_file(text)",
                        "ALTER FUNCTION pg_catalog.pg_read_file(text) SECURITY DEFINER",
                        "ALTER FUNCTION pg_catalog.pg_read_file(text) SECURITY INVOKER"),
                alert(
                        "-",
                        "function pg_catalog.all_ssn()",
                        "CREATE FUNCTION pg_catalog.all_ssn() RETURNS text LANGUAGE sql SECURITY DEFINER"
                                + " AS 'SELECT 1'; ALTER EXTENSION plpgsql ADD FUNCTION"
                                + " pg_catalog.all_ssn()",
                        "ALTER EXTENSION plpgsql DROP FUNCTION pg_catalog.all_ssn(); DROP FUNCTION"
                                + " pg_catalog.all_ssn()"),
                alert(
                        "-",
                        "view elsewhere.hidden",
                        "CREATE VIEW elsewhere.hidden AS SELECT ssn FROM hosp.patients; ALTER EXTENSION"
                                + " plpgsql ADD VIEW elsewhere.hidden",
                        "ALTER EXTENSION plpgsql DROP VIEW elsewhere.hidden; DROP VIEW"
                                + " elsewhere.hidden"),
                alert(
                        "-",
                        "members of extension plpgsql",
                        "CREATE TABLE elsewhere.copied AS SELECT ssn FROM hosp.patients; ALTER EXTENSION"
                                + " plpgsql ADD TABLE elsewhere.copied",
                        "ALTER EXTENSION plpgsql DROP TABLE elsewhere.copied; DROP TABLE"
                                + " elsewhere.copied"));
    }

    private static List<Changes> ofRows() {
        return List.of(
                alert(
                        "-",
                        "constraint encounters_patient_id_fkey on hosp.encounters",
                        "ALTER TABLE hosp.encounters DROP CONSTRAINT encounters_patient_id_fkey",
                        "ALTER TABLE hosp.encounters ADD CONSTRAINT encounters_patient_id_fkey FOREIGN KEY"
                                + " (patient_id) REFERENCES hosp.patients"),
                alert(
                        "-",
                        "constraint diagnoses_patient_id_fkey on hosp.diagnoses",
                        "ALTER TABLE hosp.diagnoses DROP CONSTRAINT diagnoses_patient_id_fkey, ADD"
                                + " CONSTRAINT diagnoses_patient_id_fkey FOREIGN KEY (patient_id)"
                                + " REFERENCES hosp.patients ON DELETE CASCADE",
                        ""),
                alert(
                        "-",
                        "constraint patients_mrn_key on hosp.patients",
                        "ALTER TABLE hosp.patients DROP CONSTRAINT patients_mrn_key",
                        "ALTER TABLE hosp.patients ADD UNIQUE (mrn)"),
                alert(
                        "-",
                        "constraint spy on hosp.patients",
                        "ALTER TABLE hosp.patients ADD CONSTRAINT spy CHECK (length(ssn) > 0)",
                        "ALTER TABLE hosp.patients DROP CONSTRAINT spy"),
                alert(
                        "-",
                        "unique index spy on hosp.patients",
                        "CREATE UNIQUE INDEX spy ON hosp.patients (email, id)",
                        "DROP INDEX hosp.spy"),
                alert(
                        "-",
                        "constraint invoices_patient_id_fkey on hosp.invoices",
                        "ALTER TABLE hosp.patients DISABLE TRIGGER ALL",
                        "ALTER TABLE hosp.patients ENABLE TRIGGER ALL"),
                alert(
                        "-",
                        "cast from text to integer",
                        "CREATE CAST (text AS integer) WITH INOUT AS IMPLICIT",
                        "DROP CAST (text AS integer)"),
                notice(
                        "-",
                        "replica identity of hosp.patients",
                        "ALTER TABLE hosp.patients REPLICA IDENTITY FULL",
                        "ALTER TABLE hosp.patients REPLICA IDENTITY DEFAULT"));
    }
}
