package dev.sallyport.policy;

import static dev.sallyport.policy.Shape.keys;
import static dev.sallyport.policy.Shape.named;
import static dev.sallyport.policy.Shape.oneOf;
import static dev.sallyport.policy.Shape.optional;
import static dev.sallyport.policy.Shape.required;
import static dev.sallyport.policy.Shape.text;
import static dev.sallyport.policy.Shape.word;
import static dev.sallyport.policy.Shape.wordOrWords;
import static dev.sallyport.policy.Shape.words;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The shape of roles: what they allow. */
final class RoleGrammar {
    private static final Shape TRUE = new Shape.Flag(Set.of(true));

    private static final Shape.Keys EDIT =
            keys(
                            optional(
                                    "insert",
                                    words(),
                                    "Columns or classes that may be written in new rows."),
                            optional("update", words(), "Columns or classes that may be changed."),
                            optional("delete", TRUE, "Rows may be deleted."))
                    .demanding(
                            new Shape.Demand.AnyOf(
                                    List.of("insert", "update", "delete"),
                                    "add `insert`, `update` or `delete`"));

    private static final Shape SET_TO =
            new Shape.Either(
                    Stream.concat(
                                    Stream.of(new Shape.Nothing()),
                                    ScopeGrammar.COMPARED.shapes().stream())
                            .toList());

    private static final Shape.Key ON =
            required("on", wordOrWords(), "Databases or tables, as `ehr` or `ehr.hosp.patients`.");
    private static final Shape.Key ROWS = required("rows", word(), "The scope: which rows.");
    private static final Shape.Key SEE = optional("see", words(), "Classes seen in clear.");
    private static final Shape.Key MASKED =
            optional("masked", named(word()), "Classes seen through a mask, each with its mask.");
    private static final Shape.Key EXPORT =
            optional(
                    "export",
                    new Shape.Either(List.of(TRUE, words())),
                    "What may leave in bulk: everything seen, or these classes.");

    private static final Shape.Keys RECTANGLE =
            keys(
                            ON,
                            ROWS,
                            SEE,
                            MASKED,
                            optional("edit", EDIT, "What may be changed, column by column."),
                            optional(
                                    "set",
                                    named(SET_TO),
                                    "What a changed row must say, whoever writes it."),
                            EXPORT)
                    .demanding(
                            new Shape.Demand.AnyOf(
                                    List.of("see", "masked", "edit"),
                                    "add `see:`, `masked:` or `edit:`"),
                            new Shape.Demand.Together("set", "edit"));

    private static final Shape.Keys ON_REQUEST =
            new Shape.Keys(
                    Stream.concat(
                                    RECTANGLE.keys().stream(),
                                    Stream.of(
                                            required(
                                                    "max",
                                                    Patterns.SPAN,
                                                    "The longest it is opened for."),
                                            required(
                                                    "approve",
                                                    TermsGrammar.APPROVAL,
                                                    "Who says yes.")))
                            .toList(),
                    RECTANGLE.demands(),
                    RECTANGLE.others());

    private RoleGrammar() {}

    static Shape.Key section() {
        List<Shape.Key> keys =
                Stream.of(
                                Stream.of(
                                        required("owner", text(), "Who answers for it."),
                                        required("reason", text(), "Why it exists."),
                                        required(
                                                "purposes",
                                                new Shape.Items(word(), 1),
                                                "What it is used for."),
                                        required(
                                                "allow",
                                                new Shape.Items(RECTANGLE, 0),
                                                "Rectangles: these rows by these classes. They are united, never multiplied.")),
                                TermsGrammar.keysOfRole(),
                                Stream.of(
                                        optional(
                                                "on_request",
                                                new Shape.Items(ON_REQUEST, 0),
                                                "Rectangles that are opened by request.")))
                        .flatMap(part -> part)
                        .toList();
        Shape role = new Shape.Keys(keys, List.of(), Optional.empty());
        return optional(
                "roles",
                new Shape.Named(Patterns.NATIVE, role, 0),
                "Jobs: who holds one sees and changes what it allows.");
    }

    static Shape.OneOf statement() {
        return oneOf(
                Stream.of(StatementClass.values())
                        .map(StatementClass::toString)
                        .toArray(String[]::new));
    }
}
