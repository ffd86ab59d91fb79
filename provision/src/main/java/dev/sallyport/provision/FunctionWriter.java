package dev.sallyport.provision;

import dev.sallyport.sql.TableName;
import java.util.List;

/** Writes the functions and tables of schema {@code sp}, which scopes ask who is asking. */
final class FunctionWriter {
    static final TableName PEOPLE = NativeNames.own("person");
    static final TableName HELD = NativeNames.own("held");
    static final TableName ATTRIBUTES = NativeNames.own("attribute");
    static final TableName STATE = NativeNames.own("state");
    static final TableName MADE = NativeNames.own("made");

    static final List<TableName> TABLES = List.of(PEOPLE, HELD, ATTRIBUTES, STATE, MADE);

    /** Fixed at authentication; {@code "default"} because "C" would not use the index. */
    private static final String WHO = "session_user::text COLLATE \"default\"";

    /** A login dropped and made again is another person, so its oid is asked beside its name. */
    private static final String PERSON_IS_THE_ONE_WE_MADE =
            "p.login = "
                    + WHO
                    + " AND p.active AND p.role = (SELECT r.oid FROM pg_catalog.pg_roles r"
                    + " WHERE r.rolname = session_user)";

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
            case "person" ->
                    "login text PRIMARY KEY, role oid NOT NULL, active boolean NOT NULL DEFAULT"
                            + " true";
            case "held" ->
                    "login text, role text, until timestamptz NOT NULL DEFAULT 'infinity', PRIMARY"
                            + " KEY (login, role)";
            case "attribute" ->
                    "login text, name text, \"values\" text[] NOT NULL, PRIMARY KEY (login, name)";
            case "state" -> "policy text NOT NULL, applied_at timestamptz NOT NULL";
            case "made" -> "object text PRIMARY KEY, source text NOT NULL, live text NOT NULL";
            default -> throw new IllegalArgumentException("no table of ours");
        };
    }

    /** Whether the person asking holds the role at this very moment. */
    static NativeObject.PolicyFunction holds() {
        return function(
                NativeNames.own("holds"),
                "held_role text",
                "text",
                "boolean",
                "SELECT EXISTS (SELECT 1 FROM sp.person p JOIN sp.held h ON h.login = p.login WHERE "
                        + PERSON_IS_THE_ONE_WE_MADE
                        + " AND h.role = held_role AND pg_catalog.clock_timestamp() < h.until)");
    }

    /** The values of an attribute of the person asking; none unless the role is held now. */
    static NativeObject.PolicyFunction attribute() {
        return function(
                NativeNames.own("attribute"),
                "held_role text, asked text",
                "text, text",
                "text[]",
                "SELECT coalesce((SELECT a.\"values\" FROM sp.attribute a WHERE a.login = "
                        + WHO
                        + " AND a.name = asked AND sp.holds(held_role)), '{}')");
    }

    /** The value of an attribute that has exactly one. */
    static NativeObject.PolicyFunction only() {
        return function(
                NativeNames.own("only"),
                "held_role text, asked text",
                "text, text",
                "text",
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
                body);
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
