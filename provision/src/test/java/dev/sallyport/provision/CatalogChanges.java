package dev.sallyport.provision;

import static dev.sallyport.provision.Changes.alert;

import java.util.List;

/** What is done to PostgreSQL's own things, or hidden in an extension. */
final class CatalogChanges {
    private CatalogChanges() {}

    static List<Changes> all() {
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
                        "function pg_catalog.mod(numeric, numeric)",
                        "CREATE OR REPLACE FUNCTION pg_catalog.mod(numeric, numeric) RETURNS numeric"
                                + " LANGUAGE internal IMMUTABLE STRICT AS 'numeric_add'",
                        "CREATE OR REPLACE FUNCTION pg_catalog.mod(numeric, numeric) RETURNS numeric"
                                + " LANGUAGE internal IMMUTABLE PARALLEL SAFE STRICT AS"
                                + " 'numeric_mod'"),
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
}
