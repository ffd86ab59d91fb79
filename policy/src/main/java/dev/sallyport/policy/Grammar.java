package dev.sallyport.policy;

import static dev.sallyport.policy.Shape.keys;
import static dev.sallyport.policy.Shape.named;
import static dev.sallyport.policy.Shape.optional;
import static dev.sallyport.policy.Shape.required;
import static dev.sallyport.policy.Shape.text;
import static dev.sallyport.policy.Shape.word;
import static dev.sallyport.policy.Shape.wordOrWords;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The shape of a whole file: every section of the language. */
final class Grammar {
    private static final Shape VALUES =
            new Shape.Either(
                    List.of(new Shape.Constant(), new Shape.Items(new Shape.Constant(), 0)));

    /** The keys of `as` that say what somebody holds; at least one stands there. */
    static final List<String> HOLDING =
            List.of(
                    "role",
                    "roles",
                    "group",
                    "groups",
                    "person",
                    "agent",
                    "service",
                    "function",
                    "functions");

    private static final Set<String> SINGLE = Set.of("person", "agent", "service");

    private static final Stream<Shape.Key> CIRCUMSTANCES =
            Stream.of(
                    optional("purpose", word(), "What they say they use the data for."),
                    optional("at", Patterns.MOMENT, "When they ask, as `2026-11-21T03:00:00Z`."),
                    optional("network", word(), "The address they come from."),
                    optional(
                            "device",
                            named(new Shape.Constant()),
                            "What is known of their device."),
                    optional("env", word(), "The environment they are in."));

    private static final Shape.Keys AS =
            new Shape.Keys(
                    Stream.concat(
                                    HOLDING.stream()
                                            .map(key ->
                                                    optional(
                                                            key,
                                                            SINGLE.contains(key)
                                                                    ? word()
                                                                    : wordOrWords(),
                                                            "What the imagined person holds.")),
                                    CIRCUMSTANCES)
                            .toList(),
                    List.of(
                            new Shape.Demand.AnyOf(
                                    HOLDING,
                                    "add `role:` or `group:`; who holds nothing is `{roles: []}`")),
                    Optional.of(new Shape.Named(Patterns.PLAIN, VALUES, 0)));

    private static final Shape.Word ACT =
            word(
                    "(?:see|insert|update|delete|export) .*",
                    "write `see database.schema.table.column`");

    private static final Shape.Keys TEST =
            keys(
                            required("name", text(), "The fact in plain words."),
                            required(
                                    "as",
                                    AS,
                                    "Whom to imagine: what they hold, and their attributes."),
                            optional(
                                    "can",
                                    ACT,
                                    "What they may do, as `see ehr.hosp.patients.ssn`."),
                            optional("cannot", ACT, "What they may not do."),
                            optional(
                                    "sees",
                                    named(word()),
                                    "Columns, each with the mask it is seen through."),
                            optional("where", named(new Shape.Constant()), "The row to imagine."))
                    .demanding(
                            new Shape.Demand.AnyOf(
                                    List.of("can", "cannot", "sees"),
                                    "add `can:`, `cannot:` or `sees:`"));

    private static final Shape.Key VERSION =
            required("version", new Shape.Whole(1, 1), "The version of the language.");

    private Grammar() {}

    static Shape.Keys policy() {
        List<Shape.Key> keys =
                Stream.of(
                                Stream.of(VERSION),
                                CatalogGrammar.sections().stream(),
                                Stream.of(RoleGrammar.section()),
                                AccessGrammar.sections().stream(),
                                Stream.of(AdoptedGrammar.section()),
                                Stream.of(
                                        optional(
                                                "tests",
                                                new Shape.Items(TEST, 0),
                                                "Facts that must hold; `sallyport policy test` runs them.")))
                        .flatMap(part -> part)
                        .toList();
        return new Shape.Keys(keys, List.of(), Optional.empty());
    }

    /** Shapes with a name. */
    static Map<String, Shape> definitions() {
        return ScopeGrammar.definitions();
    }
}
