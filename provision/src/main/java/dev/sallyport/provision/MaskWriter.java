package dev.sallyport.provision;

import dev.sallyport.policy.Mask;
import java.util.Optional;
import java.util.Set;

/** Writes what a masked column shows as an SQL expression. */
final class MaskWriter {
    private static final Set<String> DATES =
            Set.of("date", "timestamp without time zone", "timestamp with time zone");

    /** The first instant of which also the beginning of its year is a timestamp. */
    private static final String FIRST = "'4713-01-01 BC'::timestamp without time zone";

    /** PostgreSQL manual section 8.5: the last year of a timestamp is 294276. */
    private static final String BEYOND = "'294276-01-01'::timestamp without time zone";

    private MaskWriter() {}

    /** Empty where the mask has no meaning for a column of that type. */
    static Optional<String> expression(Mask mask, Surroundings.Column column, String qualified) {
        String text = qualified + "::text";
        return switch (mask) {
            case Mask.Hide hide -> Optional.of("NULL::" + column.type());
            case Mask.KeepLast last -> Optional.of(keepLast(last, text));
            case Mask.KeepFirst first -> Optional.of(keepFirst(first, text));
            case Mask.Initials initials -> Optional.of("left(btrim(" + text + "), 1) || '.'");
            case Mask.Year year ->
                    DATES.contains(column.type())
                            ? Optional.of(year(year, instant(column.type(), qualified)))
                            : Optional.empty();
            case Mask.DateTrunc date ->
                    DATES.contains(column.type())
                            ? Optional.of(truncated(date, instant(column.type(), qualified)))
                            : Optional.empty();
            case Mask.UseColumn other -> Optional.of(beside(qualified, other.column()));
            case Mask.Surrogate code -> Optional.of(beside(qualified, code.column()));
        };
    }

    /** The column that the mask reads; empty where it reads none. */
    static Optional<String> reads(Mask mask, String column) {
        return mask instanceof Mask.Hide
                ? Optional.empty()
                : mask.instead().or(() -> Optional.of(column));
    }

    private static String beside(String qualified, String column) {
        return qualified.substring(0, qualified.indexOf('.') + 1) + SqlText.name(column);
    }

    /** Whatever is neither punctuation nor space is replaced: letters of every alphabet. */
    private static String keepLast(Mask.KeepLast mask, String text) {
        String replacement = SqlText.literal(mask.fill().replace("\\", "\\\\"));
        return "CASE WHEN "
                + isShort(text, mask.n(), mask.fill())
                + " ELSE regexp_replace(left("
                + text
                + ", -"
                + mask.n()
                + "), '[^[:punct:][:space:]]', "
                + replacement
                + ", 'g') || right("
                + text
                + ", "
                + mask.n()
                + ") END";
    }

    private static String keepFirst(Mask.KeepFirst mask, String text) {
        String prefix = "left(" + text + ", " + mask.n() + ")";
        String listed =
                mask.zeroIfIn().isEmpty()
                        ? ""
                        : " WHEN "
                                + prefix
                                + " = ANY ("
                                + SqlText.textArray(mask.zeroIfIn())
                                + ") THEN repeat("
                                + SqlText.literal(mask.fill())
                                + ", "
                                + mask.n()
                                + ")";
        return "CASE WHEN "
                + isShort(text, mask.n(), mask.fill())
                + listed
                + " ELSE "
                + prefix
                + " END";
    }

    /** What is kept of a value without the blanks around it must not be all of it. */
    private static String isShort(String text, int kept, String fill) {
        return "char_length(btrim("
                + text
                + ")) <= "
                + kept
                + " THEN repeat("
                + SqlText.literal(fill)
                + ", char_length("
                + text
                + "))";
    }

    /** In UTC, so that a session's TimeZone moves nobody across a year or an age. */
    private static String year(Mask.Year mask, String moment) {
        return capped(mask.capAge(), moment, "extract(year FROM " + moment + ")::integer");
    }

    private static String truncated(Mask.DateTrunc mask, String moment) {
        String unit = SqlText.literal(mask.to().toString());
        return capped(
                mask.capAge(),
                moment,
                "date_trunc(" + unit + ", " + moment + "::timestamp without time zone)::date");
    }

    /**
     * One value that cannot be cut down must not fail for the rows of everybody: infinity has no
     * year, and a date may be beyond what a timestamp holds.
     */
    private static String capped(Optional<Integer> capAge, String moment, String shown) {
        return "CASE "
                + capAge.map(age ->
                                "WHEN "
                                        + moment
                                        + " <= (now() AT TIME ZONE 'UTC')::date - interval '"
                                        + age
                                        + " years' THEN NULL ")
                        .orElse("")
                + "WHEN "
                + moment
                + " >= "
                + FIRST
                + " AND "
                + moment
                + " < "
                + BEYOND
                + " THEN "
                + shown
                + " END";
    }

    private static String instant(String type, String qualified) {
        return type.equals("timestamp with time zone")
                ? "(" + qualified + " AT TIME ZONE 'UTC')"
                : qualified;
    }
}
