package dev.sallyport.provision.drift;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells by a few numbers whether anything can have changed.
 *
 * <p>Of each catalog the count and the sum of {@code xmin}: an insert raises the count or, with a
 * delete, the sum, for a new transaction's number is above all older ones; so does an update. Two
 * states have one fingerprint only if nothing was written in between, until numbers wrap round.
 */
final class Fingerprint {
    /**
     * Equal texts: no transaction that wrote anything has ended, no reload, no restart, no slot.
     */
    private static final String GATE =
            "SELECT concat_ws(' ', pg_current_snapshot(), pg_conf_load_time(),"
                    + " pg_postmaster_start_time(), (SELECT string_agg(slot_name, ' ' ORDER BY"
                    + " slot_name) FROM pg_replication_slots))";

    private static final List<String> CATALOGS =
            List.of(
                    "pg_auth_members",
                    "pg_db_role_setting",
                    "pg_database",
                    "pg_shdescription",
                    "pg_tablespace",
                    "pg_namespace",
                    "pg_class",
                    "pg_attribute",
                    "pg_attrdef",
                    "pg_proc",
                    "pg_type",
                    "pg_language",
                    "pg_policy",
                    "pg_rewrite",
                    "pg_trigger",
                    "pg_constraint",
                    "pg_index",
                    "pg_cast",
                    "pg_event_trigger",
                    "pg_extension",
                    "pg_default_acl",
                    "pg_inherits",
                    "pg_foreign_data_wrapper",
                    "pg_foreign_server",
                    "pg_largeobject_metadata",
                    "pg_publication",
                    "pg_publication_rel",
                    "pg_seclabel",
                    "pg_shseclabel");

    /** An extension's members; other rows come and go with every table. */
    private static final String MEMBERS =
            "pg_depend WHERE refclassid = 'pg_catalog.pg_extension'::regclass";

    private static final List<String> FROM_15 =
            List.of("pg_parameter_acl", "pg_publication_namespace");

    private static final Map<Guarded, String> GUARDED =
            Map.of(
                    Guarded.PASSWORDS, "pg_authid",
                    Guarded.MAPPINGS, "pg_user_mapping",
                    Guarded.CONNECTIONS, "pg_subscription");

    private static final List<String> OWN =
            List.of("sp.held", "sp.made", "sp.taken", "sp.baseline");

    private Fingerprint() {}

    static String gate(Connection connection) throws SQLException {
        return Sql.first(connection, GATE);
    }

    static String of(Connection connection, Set<Guarded> hidden) throws SQLException {
        String catalogs =
                CATALOGS.stream().map(Fingerprint::sum).collect(Collectors.joining(", "))
                        + ", "
                        + sum(MEMBERS);
        if (connection.getMetaData().getDatabaseMajorVersion() >= 15) {
            catalogs +=
                    FROM_15.stream().map(name -> ", " + sum(name)).collect(Collectors.joining());
        }
        for (String own : OWN) {
            if (!Sql.first(connection, "SELECT to_regclass('" + own + "')").isEmpty()) {
                catalogs += ", " + sum(own);
            }
        }
        catalogs +=
                GUARDED.entrySet().stream()
                                .filter(one -> !hidden.contains(one.getKey()))
                                .map(one -> ", " + sum(one.getValue()))
                                .collect(Collectors.joining())
                        + Guarded.fingerprint(hidden);
        return Sql.first(
                connection,
                "SELECT concat_ws(' ', pg_conf_load_time(), (SELECT string_agg(slot_name, ' ' ORDER"
                        + " BY slot_name) FROM pg_replication_slots), "
                        + catalogs
                        + ")");
    }

    private static String sum(String table) {
        return "(SELECT count(*) || '/' || coalesce(sum(xmin::text::bigint), 0) FROM "
                + table
                + ")";
    }
}
