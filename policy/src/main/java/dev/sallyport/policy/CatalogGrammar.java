package dev.sallyport.policy;

import static dev.sallyport.policy.Shape.keys;
import static dev.sallyport.policy.Shape.named;
import static dev.sallyport.policy.Shape.oneOf;
import static dev.sallyport.policy.Shape.optional;
import static dev.sallyport.policy.Shape.required;
import static dev.sallyport.policy.Shape.text;
import static dev.sallyport.policy.Shape.word;
import static dev.sallyport.policy.Shape.words;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shape of what the catalog says: places, databases, classes, columns and purposes. */
final class CatalogGrammar {
    private static final Shape.Keys ENVIRONMENT =
            keys(
                    required("label", text(), "What people call it."),
                    required(
                            "colour",
                            oneOf("red", "amber", "green", "blue", "violet", "grey"),
                            "The colour it has wherever it is shown."),
                    optional(
                            "require_purpose",
                            Shape.flag(),
                            "Whether nobody gets in without saying why."),
                    optional(
                            "record",
                            oneOf("full", "statements", "relaxed"),
                            "How much of a session is kept."),
                    optional("data", oneOf("real", "synthetic"), "Whether its rows are made up."));

    private static final Shape.Keys SUBJECT =
            keys(
                    required(
                            "table",
                            word(),
                            "The table of the people the data is about, as `schema.table`."),
                    required("key", word(), "Its column that a person is known by, as `mrn`."),
                    required("label", text(), "What such a person is called, as `Patient`."));

    private static final Shape.Keys DECLINED =
            keys(
                    optional(
                            "databases",
                            text(),
                            "CONNECT and TEMPORARY on this database, `postgres` and `template1`."),
                    optional("public_schema", text(), "Using and creating in schema `public`."),
                    optional("languages", text(), "DO blocks and functions of one's own."),
                    optional(
                            "builtins",
                            text(),
                            "Built-in functions that store, signal, wait or run SQL out of sight."),
                    optional(
                            "new_functions",
                            text(),
                            "Functions that owners of governed tables make from now on."));

    private static final Shape.Keys KEEPING =
            keys(
                    required(
                            "rows",
                            oneOf("policy", "view"),
                            "Row security of the table, or the view of each role with the table left as it is."),
                    required("reason", text(), "Why, for whoever reviews it."));

    private static final Shape.Keys DATABASE =
            keys(
                    required(
                            "engine",
                            oneOf("postgresql", "mariadb", "mysql"),
                            "What kind of database it is."),
                    optional(
                            "env",
                            named(
                                    word(
                                            "[^\\s:/]+:[0-9]{1,5}/[^\\s/]+",
                                            "write `host:port/database`")),
                            "Its address in each environment, as `host:5432/name`."),
                    optional(
                            "subject",
                            SUBJECT,
                            "Whom the data is about: what \"who saw patient 42\" means."),
                    optional(
                            "subject_of",
                            named(
                                    word(
                                            "[^>]*->(?!.*->).*\\..*",
                                            "write `column -> schema.table.column`")),
                            "How other tables point at the subject: `\"schema.*\"` or `schema.table`, each with `column -> schema.table.column`."),
                    required(
                            "manage",
                            keys(
                                    required("schemas", words(), "Schemas whose grants are ours."),
                                    optional(
                                            "roles",
                                            new Shape.Items(oneOf("sp_*"), 0),
                                            "Native roles that are ours, as `sp_*`.")),
                            "What Sallyport may alter; nothing else is ever altered."),
                    optional(
                            "tables",
                            new Shape.Named(
                                    word(
                                            "[^.*]+\\.([^.*]+|\\*)",
                                            "write `schema.table` or `schema.*`"),
                                    KEEPING,
                                    0),
                            "By what the rows of a table are kept back; row security unless it is said here."),
                    optional(
                            "hardening",
                            keys(required("decline", DECLINED, "What stays as it is, and why.")),
                            "What is taken from PUBLIC beside; every item unless it is declined."));

    private static final Shape.Keys CLASS =
            keys(
                    required("label", text(), "What it holds in plain words."),
                    required(
                            "risk",
                            oneOf("low", "medium", "high", "critical"),
                            "How bad it is when it gets out."),
                    optional(
                            "accounting",
                            oneOf("record"),
                            "The record must say whose it is; what would not is refused."),
                    optional(
                            "mfa",
                            Patterns.SPAN,
                            "How long ago, at most, whoever uses it has proved a second factor."));

    static final Shape.OneOf NEEDS = oneOf("reason", "ticket", "subject", "study_id");

    private static final Shape.Keys PURPOSE =
            keys(
                    required(
                            "code",
                            word("[A-Z]{2,16}", "write one of HL7 PurposeOfUse, as `TREAT`"),
                            "The code of HL7 PurposeOfUse."),
                    required("label", text(), "What people do, in plain words."),
                    optional(
                            "needs",
                            new Shape.Items(NEEDS, 0),
                            "What must be given with the purpose."));

    private CatalogGrammar() {}

    static List<Shape.Key> sections() {
        return List.of(
                optional(
                        "environments",
                        new Shape.Named(Patterns.PLAIN, ENVIRONMENT, 0),
                        "Where the same databases stand: production, staging, testing."),
                optional(
                        "databases",
                        new Shape.Named(Patterns.PLAIN, DATABASE, 0),
                        "The databases behind the two doors."),
                optional(
                        "classes",
                        new Shape.Named(Patterns.CLASS, CLASS, 0),
                        "Kinds of data; a column without a class is invisible."),
                optional(
                        "columns",
                        columns(),
                        "Which column has which class; the longest name wins."),
                optional(
                        "masks",
                        MaskGrammar.masks(),
                        "How a value is shown to somebody who may not see it in clear."),
                optional(
                        "scopes",
                        ScopeGrammar.scopes(),
                        "Row filters; an entry of `allow` is one of them by some classes."),
                optional(
                        "purposes",
                        named(PURPOSE),
                        "What people use data for, by the codes of HL7."));
    }

    /**
     * {@code database.schema.table} holds columns; a longer name, or one with `.*`, has a class.
     */
    private static Shape columns() {
        Map<String, Shape> patterns = new LinkedHashMap<>();
        Shape.Word column =
                word(
                        "\\*|"
                                + Patterns.COLUMN
                                        .pattern()
                                        .orElseThrow()
                                        .replaceAll("^\\^|\\$$", ""),
                        "write a column, or `\"*\"`");
        patterns.put("^[^.]+\\.[^.*]+\\.[^.*]+$", new Shape.Named(column, word(), 0));
        patterns.put("^[^.]+(\\.[^.*]+){0,2}\\.\\*$|^[^.]+(\\.[^.*]+){3}$", word());
        return new Shape.ByName(patterns);
    }
}
