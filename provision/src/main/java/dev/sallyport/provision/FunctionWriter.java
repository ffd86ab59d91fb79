package dev.sallyport.provision;

import dev.sallyport.sql.TableName;
import java.util.List;

/** Writes the functions and tables of schema {@code sp}, which scopes ask who is asking. */
final class FunctionWriter {
    static final TableName HELD = NativeNames.own("held");
    static final TableName ATTRIBUTES = NativeNames.own("attribute");
    static final TableName STATE = NativeNames.own("state");
    static final TableName MADE = NativeNames.own("made");

    static final TableName ENDING = NativeNames.own("ending");

    static final TableName RETIRED = NativeNames.own("retired");

    /** How the database was when we last changed it; the drift package's. */
    static final TableName BASELINE = NativeNames.own("baseline");

    /** Who changed definitions, as the event trigger of the drift package notes it. */
    static final TableName NOTED = NativeNames.own("noted");

    /** What hardening took from everybody. */
    static final TableName TAKEN = NativeNames.own("taken");

    static final List<TableName> TABLES =
            List.of(HELD, ATTRIBUTES, STATE, MADE, ENDING, RETIRED, BASELINE, NOTED, TAKEN);

    /** Fixed at authentication; {@code "default"} because "C" would not use the index. */
    private static final String WHO = "session_user::text COLLATE \"default\"";

    /** A login dropped and made again is another person, so its oid is asked beside its name. */
    private static final String HELD_NOW =
            "h.login = "
                    + WHO
                    + " AND h.role = held_role AND h.grantee ="
                    + " pg_catalog.to_regrole(pg_catalog.quote_ident(session_user))"
                    + " AND pg_catalog.clock_timestamp() < h.until";

    private FunctionWriter() {}

    static NativeObject.OwnTable table(TableName name) {
        return new NativeObject.OwnTable(
                name,
                Definition.of(
                        "CREATE TABLE " + name.quoted() + " (" + columns(name) + ")",
                        "ALTER TABLE "
                                + name.quoted()
                                + " OWNER TO "
                                + NativeNames.DEFINER.quoted()));
    }

    private static String columns(TableName name) {
        return switch (name.table()) {
            case "held" ->
                    "login text, role text, grantee oid NOT NULL, until timestamptz NOT NULL"
                            + " DEFAULT 'infinity', PRIMARY KEY (login, role)";
            case "attribute" ->
                    "login text, name text, \"values\" text[] NOT NULL, PRIMARY KEY (login, name)";
            case "state" -> "policy text NOT NULL, applied_at timestamptz NOT NULL";
            case "made" -> "object text PRIMARY KEY, source text NOT NULL, live text NOT NULL";
            case "ending" -> "login text PRIMARY KEY";
            case "retired" -> "login text PRIMARY KEY, grantee oid NOT NULL";
            case "baseline" ->
                    "serial bigint PRIMARY KEY, content bytea NOT NULL, seal text NOT NULL";
            case "noted" ->
                    "xid text NOT NULL, at timestamptz NOT NULL, who text NOT NULL, program text"
                            + " NOT NULL, tag text NOT NULL, what text NOT NULL";
            case "taken" ->
                    "about text, privilege text, item text NOT NULL, clauses text[] NOT NULL,"
                            + " keepers text[] NOT NULL, PRIMARY KEY (about, privilege)";
            default -> throw new IllegalArgumentException("no table of ours");
        };
    }

    /**
     * Whether the person asking holds the role at this very moment. Asked by every statement, so in
     * PL/pgSQL: it keeps its plan for the session, where SQL sets up an executor at every call.
     */
    static NativeObject.PolicyFunction holds() {
        return function(
                NativeNames.own("holds"),
                "held_role text",
                "text",
                "boolean",
                "plpgsql",
                "BEGIN RETURN EXISTS (SELECT 1 FROM sp.held h WHERE " + HELD_NOW + "); END");
    }

    /** The values of an attribute of the person asking; none unless the role is held now. */
    static NativeObject.PolicyFunction attribute() {
        return function(
                NativeNames.own("attribute"),
                "held_role text, asked text",
                "text, text",
                "text[]",
                "plpgsql",
                "BEGIN RETURN coalesce((SELECT a.\"values\" FROM sp.attribute a JOIN sp.held h ON"
                        + " h.login = a.login WHERE a.name = asked AND "
                        + HELD_NOW
                        + "), '{}'); END");
    }

    /** The value of an attribute that has exactly one. */
    static NativeObject.PolicyFunction only() {
        return function(
                NativeNames.own("only"),
                "held_role text, asked text",
                "text, text",
                "text",
                "sql",
                "SELECT CASE WHEN pg_catalog.cardinality(v.found) = 1 THEN v.found[1] END FROM"
                        + " (SELECT sp.attribute(held_role, asked) AS found) v");
    }

    /** The keys of the rows a condition on another table leads to; named by what it asks. */
    static NativeObject.PolicyFunction reach(String type, String body) {
        return function(
                NativeNames.own("reach_" + Definition.hash(type + body)),
                "",
                "",
                type + "[]",
                "sql",
                body);
    }

    /**
     * Notes who changed a definition; for an event trigger. It must never fail: nobody's change
     * fails because it cannot be noted. Our own applies are recorded elsewhere.
     */
    static NativeObject.PolicyFunction note() {
        TableName name = NativeNames.own("note");
        String insert =
                "INSERT INTO sp.noted SELECT pg_catalog.pg_current_xact_id()::text,"
                        + " pg_catalog.clock_timestamp(), session_user,"
                        + " pg_catalog.current_setting('application_name'), tg_tag,"
                        + " coalesce(c.object_identity, '') FROM ";
        return new NativeObject.PolicyFunction(
                name,
                "",
                Definition.of(
                        "CREATE OR REPLACE FUNCTION "
                                + name.quoted()
                                + "() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER SET"
                                + " search_path = '' AS "
                                + SqlText.literal(
                                        "BEGIN IF pg_catalog.current_setting('application_name') ="
                                                + " 'sallyport-provision' THEN RETURN; END IF; IF"
                                                + " tg_event = 'sql_drop' THEN "
                                                + insert
                                                + "pg_catalog.pg_event_trigger_dropped_objects() c"
                                                + " WHERE c.original; ELSE "
                                                + insert
                                                + "pg_catalog.pg_event_trigger_ddl_commands() c;"
                                                + " END IF; EXCEPTION WHEN OTHERS THEN NULL; END"),
                        "ALTER FUNCTION "
                                + name.quoted()
                                + "() OWNER TO "
                                + NativeNames.DEFINER.quoted(),
                        "REVOKE ALL ON FUNCTION " + name.quoted() + "() FROM PUBLIC"));
    }

    private static NativeObject.PolicyFunction function(
            TableName name,
            String parameters,
            String arguments,
            String returns,
            String language,
            String body) {
        String signature = name.quoted() + "(" + arguments + ")";
        return new NativeObject.PolicyFunction(
                name,
                arguments,
                Definition.of(
                        "CREATE OR REPLACE FUNCTION "
                                + name.quoted()
                                + "("
                                + parameters
                                + ") RETURNS "
                                + returns
                                + " LANGUAGE "
                                + language
                                + " STABLE PARALLEL SAFE SECURITY DEFINER"
                                + " SET search_path = '' AS "
                                + SqlText.literal(body),
                        "ALTER FUNCTION " + signature + " OWNER TO " + NativeNames.DEFINER.quoted(),
                        "REVOKE ALL ON FUNCTION " + signature + " FROM PUBLIC"));
    }
}
