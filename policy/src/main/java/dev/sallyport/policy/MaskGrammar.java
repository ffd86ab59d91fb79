package dev.sallyport.policy;

import static dev.sallyport.policy.Shape.keys;
import static dev.sallyport.policy.Shape.optional;
import static dev.sallyport.policy.Shape.required;
import static dev.sallyport.policy.Shape.word;

import java.util.LinkedHashMap;
import java.util.Map;

/** The shape of masks, kind by kind. */
final class MaskGrammar {
    private static final Shape.Key AS =
            optional("as", Patterns.COLUMN, "The column's name in what people see.");
    private static final Shape.Key N =
            required(
                    "n",
                    new Shape.Whole(1, 100),
                    "How many characters stay; of a value that has no more, none.");
    private static final Shape.Key FILL =
            optional(
                    "fill",
                    word("[\\s\\S]", "write one character, as `*`"),
                    "What the others become.");
    private static final Shape.Key CAP_AGE =
            optional("cap_age", new Shape.Whole(1, 150), "From this age on nothing is shown.");
    private static final Shape.Key COLUMN =
            required(
                    "column",
                    Patterns.COLUMN,
                    "The column of the same table that is shown in its place, of a class that the"
                            + " role sees or that ends with `.pseudonym`.");

    private MaskGrammar() {}

    static Shape masks() {
        Map<String, Shape.Keys> kinds = new LinkedHashMap<>();
        kinds.put("null", keys(AS));
        kinds.put("keep_last", keys(AS, N, FILL));
        kinds.put(
                "keep_first",
                keys(
                        AS,
                        N,
                        FILL,
                        optional("zero_if_in", Shape.words(), "Beginnings that become fills.")));
        kinds.put("initials", keys(AS));
        kinds.put(
                "date_trunc",
                keys(
                        AS,
                        required(
                                "to",
                                Shape.oneOf("year", "quarter", "month"),
                                "How exact a date stays."),
                        CAP_AGE));
        kinds.put("year", keys(AS, CAP_AGE));
        kinds.put("use_column", keys(AS, COLUMN));
        kinds.put("surrogate", keys(AS, COLUMN));
        return Shape.named(new Shape.ByKind("kind", "How the value is changed.", kinds));
    }
}
