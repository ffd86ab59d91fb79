package dev.sallyport.policy;

import static dev.sallyport.policy.Shape.keys;
import static dev.sallyport.policy.Shape.named;
import static dev.sallyport.policy.Shape.oneOf;
import static dev.sallyport.policy.Shape.optional;
import static dev.sallyport.policy.Shape.required;
import static dev.sallyport.policy.Shape.word;

import java.util.List;
import java.util.stream.Stream;

/** The shape of what was found in a database and stays as it is. */
final class AdoptedGrammar {
    private static final Shape.Word ATTRIBUTE =
            word(
                    "LOGIN|SUPERUSER|NOINHERIT|CREATEDB|CREATEROLE|REPLICATION|BYPASSRLS"
                            + "|CONNECTION LIMIT [0-9]{1,10}|VALID UNTIL .+",
                    "write it as PostgreSQL does, as `LOGIN` or `CONNECTION LIMIT 5`");

    private static final Shape.Items PRIVILEGES =
            new Shape.Items(
                    oneOf(
                            "SELECT",
                            "INSERT",
                            "UPDATE",
                            "DELETE",
                            "TRUNCATE",
                            "REFERENCES",
                            "TRIGGER",
                            "MAINTAIN",
                            "USAGE",
                            "CREATE",
                            "CONNECT",
                            "TEMPORARY",
                            "EXECUTE",
                            "SET",
                            "ALTER SYSTEM"),
                    1);

    private static final Shape.Items NAMES = new Shape.Items(word(), 1);

    private static final List<Shape.Key> HELD =
            List.of(
                    optional("may", PRIVILEGES, "Privileges held."),
                    optional(
                            "passes_on",
                            PRIVILEGES,
                            "Privileges held that may be given to others, too."),
                    optional(
                            "may_not",
                            PRIVILEGES,
                            "Privileges that PostgreSQL gives by itself and that are not there."));

    private static final Shape.Demand SOME =
            new Shape.Demand.AnyOf(
                    List.of("may", "passes_on", "may_not"), "add `may:` with privileges");

    private static final Shape.Keys ROLE =
            keys(
                    optional(
                            "attributes",
                            new Shape.Items(ATTRIBUTE, 1),
                            "What it has beside what every role has."));

    private static final Shape.Keys MEMBER =
            keys(
                    required("member", word(), "The role that is in it."),
                    optional(
                            "options",
                            new Shape.Items(oneOf("ADMIN", "INHERIT", "SET"), 1),
                            "What the member may do with it."),
                    optional("by", word(), "Who gave it, unless it was the first superuser."));

    private static final Shape.Keys SETTING =
            keys(
                    optional("of", word(), "The role it is for; everybody without."),
                    optional("in", oneOf("database"), "Where it is for this database alone."),
                    required("name", word(), "The setting's name."),
                    required("value", word(), "As PostgreSQL keeps it."));

    private static final Shape.Keys OWNED =
            keys(
                    required(
                            "on",
                            word("[a-z][a-z -]{0,40}", "write a kind, as `table`"),
                            "What kind of things."),
                    required("names", NAMES, "Their names in SQL, with the schema."));

    private static final Shape.Keys RIGHT =
            demanding(
                    Stream.of(
                            required(
                                    "on",
                                    oneOf(
                                            "database",
                                            "schema",
                                            "table",
                                            "sequence",
                                            "function",
                                            "type",
                                            "language",
                                            "foreign data wrapper",
                                            "foreign server",
                                            "large object",
                                            "parameter",
                                            "tablespace"),
                                    "What kind of things."),
                            required("names", NAMES, "Their names in SQL, with the schema."),
                            optional("columns", NAMES, "Only these columns of a table."),
                            optional("by", word(), "Who gave it, unless it was the owner.")));

    private static final Shape.Keys DEFAULT =
            demanding(
                    Stream.of(
                            required(
                                    "on",
                                    oneOf(
                                            "tables",
                                            "sequences",
                                            "functions",
                                            "types",
                                            "schemas",
                                            "large objects"),
                                    "What kind of new things."),
                            optional("schema", word(), "Only in this schema."),
                            required("to", word(), "The role, or `public`.")));

    private static final Shape.Keys ADOPTED =
            keys(
                    optional("roles", named(ROLE), "The native roles."),
                    optional("members", named(new Shape.Items(MEMBER, 1)), "Who is in a role."),
                    optional("settings", new Shape.Items(SETTING, 1), "Settings of roles."),
                    optional("owners", named(new Shape.Items(OWNED, 1)), "What a role owns."),
                    optional(
                            "rights",
                            named(new Shape.Items(RIGHT, 1)),
                            "What a role, or `public`, may beside what PostgreSQL gives."),
                    optional(
                            "defaults",
                            named(new Shape.Items(DEFAULT, 1)),
                            "Who may what with things a role makes from now on."));

    private AdoptedGrammar() {}

    private static Shape.Keys demanding(Stream<Shape.Key> own) {
        return keys(Stream.concat(own, HELD.stream()).toArray(Shape.Key[]::new)).demanding(SOME);
    }

    static Shape.Key section() {
        return optional(
                "adopted",
                new Shape.Named(Patterns.PLAIN, ADOPTED, 0),
                "What was found in a database and stays as it is; `sallyport adopt` writes it.");
    }
}
