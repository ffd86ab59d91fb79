package dev.sallyport.policy;

import static dev.sallyport.policy.Shape.keys;
import static dev.sallyport.policy.Shape.named;
import static dev.sallyport.policy.Shape.oneOf;
import static dev.sallyport.policy.Shape.optional;
import static dev.sallyport.policy.Shape.required;
import static dev.sallyport.policy.Shape.word;

import java.util.List;
import java.util.Map;

/** The shape of row filters. */
final class ScopeGrammar {
    /** What a column is compared with. */
    static final Shape.Either COMPARED =
            new Shape.Either(
                    List.of(
                            Patterns.VALUE,
                            new Shape.Constant(),
                            keys(required("in", Patterns.USER, "One of the person's values."))));

    private static final Shape CONDITION = new Shape.Reference("condition");

    private static final Shape.Key WHERE =
            optional(
                    "where",
                    new Shape.Named(word(), COMPARED, 1),
                    "Columns, each with the value it must have.");

    private static final Shape.Key ANY =
            optional("any", new Shape.Items(CONDITION, 1), "At least one of these holds.");

    private static final Shape.Key EXISTS =
            optional(
                    "exists",
                    keys(
                            required(
                                    "table",
                                    word(),
                                    "The other table, as `database.schema.table`."),
                            required(
                                    "match",
                                    new Shape.Named(word(), word(), 1),
                                    "A column here with its column there."),
                            WHERE),
                    "A row of another table that belongs to this one.");

    private static final Shape.Demand SOMETHING =
            new Shape.Demand.AnyOf(
                    List.of("where", "any", "exists"), "write `where:`, `any:` or `exists:`");

    private ScopeGrammar() {}

    static Map<String, Shape> definitions() {
        return Map.of("condition", keys(WHERE, ANY, EXISTS).demanding(SOMETHING));
    }

    static Shape scopes() {
        Shape.Keys scope =
                keys(
                                required("on", word(), "The table, as `database.schema.table`."),
                                WHERE,
                                ANY,
                                EXISTS,
                                optional(
                                        "follow",
                                        oneOf("subject_of"),
                                        "The same subjects' rows in the tables that point at them."))
                        .demanding(SOMETHING);
        return new Shape.Named(Patterns.PLAIN, new Shape.OrEmpty(scope), 0);
    }

    static Shape.Named rows() {
        return named(COMPARED);
    }
}
