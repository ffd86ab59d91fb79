package dev.sallyport.provision.drift;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What PostgreSQL shows to some accounts only; the others compare what is left of it. */
enum Guarded {
    PASSWORDS(
            "account",
            "has_table_privilege('pg_catalog.pg_authid', 'SELECT')",
            "SELECT *, left(md5(coalesce(rolpassword, '')), 12) AS digest, xmin::text AS xid FROM"
                    + " pg_authid",
            "SELECT *, '' AS digest, '' AS xid FROM pg_roles",
            "passwords"),
    MAPPINGS(
            "mapping",
            "has_table_privilege('pg_catalog.pg_user_mapping', 'SELECT')",
            "SELECT umserver, umuser, umoptions, xmin::text AS xid FROM pg_user_mapping",
            "SELECT srvid AS umserver, umuser, NULL::text AS umoptions, '' AS xid FROM"
                    + " pg_user_mappings",
            "options of user mappings"),
    CONNECTIONS(
            "subscription",
            "has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'SELECT')",
            "SELECT *, xmin::text AS xid FROM pg_subscription",
            "SELECT subname, subowner, subdbid, subenabled, subpublications, NULL::text AS"
                    + " subconninfo, '' AS xid FROM pg_subscription",
            "connections of subscriptions"),
    HOST_RULES(
            "host",
            "has_table_privilege('pg_catalog.pg_hba_file_rules', 'SELECT') AND"
                    + " has_function_privilege('pg_catalog.pg_hba_file_rules()', 'EXECUTE')",
            "SELECT count(*) || ' lines' AS words, md5(string_agg((to_jsonb(h) - 'rule_number' -"
                    + " 'file_name' - 'line_number')::text, E'\\n' ORDER BY h.line_number)) AS hash"
                    + " FROM pg_hba_file_rules h",
            "SELECT ''::text AS words, ''::text AS hash WHERE false",
            "who may connect from where"),
    LIBRARIES(
            "",
            "pg_has_role('pg_read_all_settings', 'USAGE')",
            "",
            "",
            "which libraries are loaded");

    /** Settings that only {@code pg_read_all_settings} sees. */
    private static final Set<String> HIDDEN =
            Set.of(
                    "shared_preload_libraries",
                    "session_preload_libraries",
                    "ssl_min_protocol_version",
                    "hba_file",
                    "ident_file");

    private final String source;
    private final String mayRead;
    private final String seen;
    private final String left;
    private final String words;

    Guarded(String source, String mayRead, String seen, String left, String words) {
        this.source = source;
        this.mayRead = mayRead;
        this.seen = seen;
        this.left = left;
        this.words = words;
    }

    /** What the account of this connection may not read. */
    static Set<Guarded> from(Connection connection) throws SQLException {
        Set<Guarded> hidden = EnumSet.noneOf(Guarded.class);
        for (Guarded one : values()) {
            if (!Sql.first(connection, "SELECT " + one.mayRead).equals("t")) {
                hidden.add(one);
            }
        }
        return hidden;
    }

    /** Goes before a question that asks its sources. */
    static String sources(Set<Guarded> hidden) {
        return EnumSet.allOf(Guarded.class).stream()
                .filter(one -> !one.source.isEmpty())
                .map(one -> one.source + " AS (" + one.select(hidden) + ")")
                .collect(Collectors.joining(", ", "WITH ", "\n"));
    }

    /** A number that differs when anything of it does that may be read. */
    static String fingerprint(Set<Guarded> hidden) {
        return hidden.stream()
                .filter(one -> one != HOST_RULES && one != LIBRARIES)
                .map(one ->
                        ", (SELECT md5(string_agg(r::text, ' ' ORDER BY r::text)) FROM ("
                                + one.left
                                + ") r)")
                .collect(Collectors.joining());
    }

    private String select(Set<Guarded> hidden) {
        return hidden.contains(this) ? left : seen;
    }

    /** One line for people; empty where everything is seen. */
    static String note(Set<Guarded> hidden) {
        return hidden.isEmpty()
                ? ""
                : "this account is no superuser; unseen go changes of "
                        + hidden.stream().map(one -> one.words).collect(Collectors.joining(", "));
    }

    /** Whether a fact says nothing without it. */
    boolean hides(Fact fact) {
        return fact.kind() == FactKind.CONFIGURATION
                && switch (this) {
                    case HOST_RULES -> fact.name().equals(words);
                    case LIBRARIES -> HIDDEN.contains(fact.name());
                    case PASSWORDS, MAPPINGS, CONNECTIONS -> false;
                };
    }
}
