package dev.sallyport.provision;

import dev.sallyport.sql.TableName;
import java.util.List;

/** Writes the functions and tables of schema {@code sp}, which scopes ask who is asking. */
final class FunctionWriter {
    static final TableName HELD = NativeNames.own("held");

    /** What of {@link #HELD} is the asker's own. */
    static final TableName MINE = NativeNames.own("mine");

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
            List.of(HELD, STATE, MADE, ENDING, RETIRED, BASELINE, NOTED, TAKEN);

    private static final String LOOK_UP = "reach_";

    /** How a call of any {@link #reach} begins. */
    static final String REACH = NativeNames.SCHEMA.quoted() + ".\"" + LOOK_UP;

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
                    "login name, role text COLLATE \"C\", grantee oid NOT NULL, until timestamptz"
                            + " NOT NULL DEFAULT 'infinity', attributes jsonb NOT NULL DEFAULT"
                            + " '{}' CHECK (jsonb_typeof(attributes) = 'object'), PRIMARY KEY"
                            + " (login, role)";
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
     * What the person asking holds at this very moment, and nobody else's. {@code session_user} is
     * fixed at authentication and of the type of the key; a login dropped and made again is another
     * person, so its oid is asked beside its name. Lenses read it in row policies: a plain query is
     * planned with the statement, where a function starts an executor of its own at every call.
     */
    static NativeObject.LensView mine() {
        return new NativeObject.LensView(
                MINE,
                Definition.of(
                        "CREATE VIEW "
                                + MINE.quoted()
                                + " WITH (security_barrier) AS SELECT h.role, h.attributes FROM "
                                + HELD.quoted()
                                + " h WHERE h.login = session_user AND h.grantee ="
                                + " pg_catalog.to_regrole(pg_catalog.quote_ident(session_user)) AND"
                                + " pg_catalog.clock_timestamp() < h.until",
                        "ALTER VIEW "
                                + MINE.quoted()
                                + " OWNER TO "
                                + NativeNames.DEFINER.quoted()));
    }

    /** The value of an attribute that has exactly one; defaults cannot hold a query. */
    static NativeObject.PolicyFunction only() {
        return function(
                NativeNames.own("only"),
                "held_role text, asked text",
                "text, text",
                "text",
                "SELECT CASE WHEN pg_catalog.cardinality(v.found) = 1 THEN v.found[1] END FROM"
                        + " (SELECT (m.attributes->>asked)::text[] AS found FROM sp.mine m WHERE"
                        + " m.role = held_role) v");
    }

    /** The keys of the rows a condition on another table leads to; named by what it asks. */
    static NativeObject.PolicyFunction reach(String type, String body) {
        return function(
                NativeNames.own(LOOK_UP + Definition.hash(type + body)), "", "", type + "[]", body);
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
            TableName name, String parameters, String arguments, String returns, String body) {
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
                                + " LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER"
                                + " SET search_path = '' AS "
                                + SqlText.literal(body),
                        "ALTER FUNCTION " + signature + " OWNER TO " + NativeNames.DEFINER.quoted(),
                        "REVOKE ALL ON FUNCTION " + signature + " FROM PUBLIC"));
    }
}
