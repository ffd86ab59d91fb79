package dev.sallyport.provision.adopt;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rows that decide who may what, asked in another way than the program asks. */
final class Catalog {
    private static final String DATABASE =
            "(SELECT oid FROM pg_database WHERE datname = current_database())";

    private static final List<String> QUESTIONS =
            List.of(
                    "SELECT 'role ' || rolname || concat_ws(' ', '', rolsuper, rolinherit, rolcreaterole,"
                            + " rolcreatedb, rolcanlogin, rolreplication, rolbypassrls, rolconnlimit,"
                            + " nullif(rolvaliduntil, 'infinity')) FROM pg_roles WHERE rolname !~ '^pg_'",
                    "SELECT 'member ' || concat_ws(' ', m.roleid::regrole, m.member::regrole,"
                            + " m.grantor::regrole, m.admin_option, to_jsonb(m) ->> 'inherit_option',"
                            + " to_jsonb(m) ->> 'set_option') FROM pg_auth_members m",
                    "SELECT 'setting ' || concat_ws(' ', setrole::regrole, setdatabase <> 0,"
                            + " (SELECT string_agg(c, ' ' ORDER BY c) FROM unnest(setconfig) c))"
                            + " FROM pg_db_role_setting WHERE setdatabase IN (0, "
                            + DATABASE
                            + ")",
                    "SELECT 'database ' || datdba::regrole || ' ' || acl FROM pg_database, LATERAL (SELECT"
                            + " string_agg(e::text, ' ' ORDER BY e::text) acl FROM (SELECT grantor::regrole,"
                            + " grantee::regrole, privilege_type, is_grantable FROM aclexplode(coalesce(datacl,"
                            + " acldefault('d', datdba)))) e) a WHERE datname = current_database()",
                    of("schema", "pg_namespace", "nspname", "nspowner", "nspacl", "'n'"),
                    of("type", "pg_type", "oid::regtype", "typowner", "typacl", "'T'"),
                    of("language", "pg_language", "lanname", "lanowner", "lanacl", "'l'"),
                    of(
                            "wrapper",
                            "pg_foreign_data_wrapper",
                            "fdwname",
                            "fdwowner",
                            "fdwacl",
                            "'F'"),
                    of("server", "pg_foreign_server", "srvname", "srvowner", "srvacl", "'S'"),
                    of(
                            "large object",
                            "pg_largeobject_metadata",
                            "oid",
                            "lomowner",
                            "lomacl",
                            "'L'"),
                    of("tablespace", "pg_tablespace", "spcname", "spcowner", "spcacl", "'t'"),
                    of("function", "pg_proc", "oid::regprocedure", "proowner", "proacl", "'f'"),
                    of(
                            "relation",
                            "pg_class",
                            "oid::regclass",
                            "relowner",
                            "relacl",
                            "CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\""),
                    "SELECT 'column ' || concat_ws(' ', attrelid::regclass, attname, e.grantor::regrole,"
                            + " e.grantee::regrole, e.privilege_type, e.is_grantable) FROM pg_attribute,"
                            + " LATERAL aclexplode(attacl) e",
                    "SELECT 'default ' || concat_ws(' ', defaclrole::regrole, defaclnamespace::regnamespace,"
                            + " defaclobjtype, e.grantor::regrole, e.grantee::regrole, e.privilege_type,"
                            + " e.is_grantable) FROM pg_default_acl LEFT JOIN LATERAL aclexplode(defaclacl)"
                            + " e ON true");

    private Catalog() {}

    static List<String> of(Brownfield database, int version) throws SQLException {
        List<String> all = new ArrayList<>();
        for (String question : QUESTIONS) {
            all.addAll(database.rows(question));
        }
        if (version >= 150_000) {
            all.addAll(
                    database.rows(
                            "SELECT 'parameter ' || concat_ws(' ', parname, e.grantor::regrole,"
                                    + " e.grantee::regrole, e.privilege_type, e.is_grantable) FROM"
                                    + " pg_parameter_acl, LATERAL aclexplode(paracl) e"));
        }
        return all.stream().sorted().toList();
    }

    /** Owner and every privilege of each thing, a NULL spelt out. */
    private static String of(
            String what, String catalog, String name, String owner, String acl, String kind) {

        String own =
                catalog.equals("pg_class")
                        ? " WHERE relnamespace::regnamespace::text !~ '^pg_(toast|temp)'"
                        : catalog.equals("pg_namespace")
                                ? " WHERE nspname !~ '^pg_(toast|temp)'"
                                : "";
        return "SELECT '"
                + what
                + " ' || concat_ws(' ', "
                + name
                + "::text"
                + ", "
                + owner
                + "::regrole, (SELECT string_agg(e::text, ' ' ORDER BY e::text) FROM (SELECT"
                + " grantor::regrole, grantee::regrole, privilege_type, is_grantable FROM aclexplode("
                + "coalesce("
                + acl
                + ", acldefault("
                + kind
                + ", "
                + owner
                + ")))) e)) FROM "
                + catalog
                + own;
    }
}
