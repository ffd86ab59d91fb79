package dev.sallyport.provision.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Statements somebody may have run over the years, by one seed. */
final class RandomGrants {
    private static final List<String> ROLES =
            List.of("alba", "\"Bo O'Dea\"", "\"c\"\"c\"", "dora", "\"Éva 9\"", "\"yes\"");

    /** Each kind with its privileges and things of {@link AdoptionTest#THINGS}. */
    private record Kind(String word, List<String> privileges, List<String> things) {}

    private static final List<String> TABLES =
            List.of(
                    "hosp.patients",
                    "hosp.visits",
                    "hosp.names",
                    "hosp.counts",
                    "\"Odd Schema\".\"a \"\"quoted\"\" table\"");

    private static final List<Kind> KINDS =
            List.of(
                    new Kind(
                            "TABLE",
                            List.of(
                                    "SELECT",
                                    "INSERT",
                                    "UPDATE",
                                    "DELETE",
                                    "TRUNCATE",
                                    "REFERENCES",
                                    "TRIGGER",
                                    "ALL"),
                            TABLES),
                    new Kind(
                            "SCHEMA",
                            List.of("USAGE", "CREATE", "ALL"),
                            List.of("hosp", "\"Odd Schema\"", "public", "pg_catalog")),
                    new Kind(
                            "SEQUENCE",
                            List.of("USAGE", "SELECT", "UPDATE"),
                            List.of("hosp.numbers", "hosp.visits_id_seq")),
                    new Kind(
                            "ROUTINE",
                            List.of("EXECUTE"),
                            List.of(
                                    "hosp.f(int, text, hosp.kind)",
                                    "hosp.p(bigint[])",
                                    "hosp.power()",
                                    "hosp.total(int)",
                                    "pg_catalog.pg_sleep(double precision)",
                                    "pg_catalog.pg_read_file(text)")),
                    new Kind("TYPE", List.of("USAGE"), List.of("hosp.kind", "hosp.code")),
                    new Kind("LANGUAGE", List.of("USAGE"), List.of("plpgsql", "sql")),
                    new Kind("FOREIGN SERVER", List.of("USAGE"), List.of("far")),
                    new Kind("FOREIGN DATA WRAPPER", List.of("USAGE"), List.of("w")),
                    new Kind("LARGE OBJECT", List.of("SELECT", "UPDATE"), List.of("424242")),
                    new Kind("TABLESPACE", List.of("CREATE"), List.of("pg_default")),
                    new Kind(
                            "DATABASE",
                            List.of("CONNECT", "CREATE", "TEMPORARY"),
                            List.of("%1$s")));

    private static final List<String> ATTRIBUTES =
            List.of(
                    "LOGIN",
                    "NOINHERIT",
                    "CREATEDB",
                    "CREATEROLE",
                    "REPLICATION",
                    "BYPASSRLS",
                    "SUPERUSER",
                    "CONNECTION LIMIT 0",
                    "VALID UNTIL '2040-01-02 03:04:05.678901+05:30'",
                    "VALID UNTIL '-infinity'");

    private static final List<String> OWNED =
            List.of(
                    "SCHEMA hosp",
                    "SCHEMA \"Odd Schema\"",
                    "SCHEMA public",
                    "TABLE hosp.patients",
                    "TABLE hosp.visits",
                    "TABLE \"Odd Schema\".\"a \"\"quoted\"\" table\"",
                    "VIEW hosp.names",
                    "MATERIALIZED VIEW hosp.counts",
                    "SEQUENCE hosp.numbers",
                    "TYPE hosp.kind",
                    "DOMAIN hosp.code",
                    "ROUTINE hosp.f(int, text, hosp.kind)",
                    "ROUTINE hosp.p(bigint[])",
                    "LARGE OBJECT 424242",
                    "LANGUAGE plpgsql",
                    "FOREIGN DATA WRAPPER w",
                    "SERVER far",
                    "DATABASE %1$s");

    private final RandomGenerator random;
    private final List<String> statements = new ArrayList<>();

    private RandomGrants(RandomGenerator random) {
        this.random = random;
    }

    static List<String> of(RandomGenerator random) {
        RandomGrants grants = new RandomGrants(random);
        ROLES.forEach(role -> grants.statements.add("CREATE ROLE " + role));
        for (int i = 0; i < 50; i++) {
            grants.statements.add(grants.next());
        }
        return grants.statements;
    }

    private String next() {
        return switch (random.nextInt(20)) {
            case 0 -> "ALTER ROLE " + one(ROLES) + " " + one(ATTRIBUTES);
            case 1, 2 ->
                    "GRANT "
                            + one(ROLES)
                            + " TO "
                            + one(ROLES)
                            + one(List.of("", " WITH ADMIN OPTION"));
            case 3 ->
                    "GRANT " + one(List.of("pg_read_all_data", "pg_monitor")) + " TO " + one(ROLES);
            case 4, 5, 6 -> "ALTER " + one(OWNED) + " OWNER TO " + one(ROLES);
            case 7, 8 -> column();
            case 9, 10 -> defaults();
            case 11 -> setting();
            case 12, 13 -> "SET ROLE " + one(ROLES) + "; " + privilege() + "; RESET ROLE";
            default -> privilege();
        };
    }

    private String privilege() {
        Kind kind = one(KINDS);
        return verb(one(kind.privileges()) + " ON " + kind.word() + " " + one(kind.things()));
    }

    private String column() {
        String columns =
                one(
                        List.of(
                                "SELECT (ssn, mrn) ON hosp.patients",
                                "UPDATE (notes) ON hosp.patients",
                                "INSERT (id), SELECT (seen) ON hosp.visits",
                                "REFERENCES (\"x y\") ON \"Odd Schema\".\"a \"\"quoted\"\" table\""));
        return verb(columns);
    }

    private String verb(String what) {
        String who = random.nextInt(4) == 0 ? "PUBLIC" : one(ROLES);
        if (random.nextInt(4) == 0) {
            return "REVOKE " + what + " FROM " + who + " CASCADE";
        }
        boolean passes = !who.equals("PUBLIC") && random.nextInt(3) == 0;
        return "GRANT " + what + " TO " + who + (passes ? " WITH GRANT OPTION" : "");
    }

    private String defaults() {
        String where = one(List.of("", " IN SCHEMA hosp", " IN SCHEMA \"Odd Schema\""));
        String what =
                one(
                        List.of(
                                "SELECT ON TABLES",
                                "ALL ON TABLES",
                                "USAGE ON SEQUENCES",
                                "EXECUTE ON FUNCTIONS",
                                "USAGE ON TYPES"));
        return "ALTER DEFAULT PRIVILEGES FOR ROLE " + one(ROLES) + where + " " + verb(what);
    }

    private String setting() {
        String whose = one(List.of("ROLE " + one(ROLES), "ROLE ALL", "DATABASE %1$s"));
        return "ALTER "
                + whose
                + (whose.startsWith("ROLE") && random.nextBoolean() ? " IN DATABASE %1$s" : "")
                + " SET "
                + one(
                        List.of(
                                "work_mem TO '8MB'",
                                "search_path TO hosp, \"Odd Schema\"",
                                "application_name TO 'it''s: \"x\" # y'"));
    }

    private <T> T one(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }
}
