package dev.sallyport.provision;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL of ours with constants and quoted names taken out, so that a keyword found is a keyword. */
final class ShapeText {
    private static final Pattern QUOTED =
            Pattern.compile("'((?:[^']++|'')*+)'|\"(?:[^\"]++|\"\")*+\"");

    /** What makes a view more than a projection. */
    private static final Pattern FILTERS =
            Pattern.compile("\\b(WHERE|JOIN|LIMIT|DISTINCT|GROUP|HAVING|UNION|OFFSET|FETCH)\\b");

    /** What somebody can set, or what SET ROLE moves. */
    private static final Pattern FORGEABLE =
            Pattern.compile("\\b(CURRENT_SETTING|CURRENT_USER|CURRENT_ROLE)\\b");

    private final String bare;

    private ShapeText(String bare) {
        this.bare = bare;
    }

    static ShapeText of(String sql) {
        return new ShapeText(QUOTED.matcher(sql).replaceAll("''").toUpperCase(Locale.ROOT));
    }

    /** What a function does: the last constant of the statement that makes it. */
    static ShapeText body(String createFunction) {
        Matcher constants = Pattern.compile("'((?:[^']++|'')*+)'").matcher(createFunction);
        String last = "";
        while (constants.find()) {
            last = constants.group(1);
        }
        return of(last.replace("''", "'"));
    }

    boolean says(String words) {
        return bare.contains(words);
    }

    boolean asksWhatCanBeForged() {
        return bare.contains("CURRENT_") && FORGEABLE.matcher(bare).find();
    }

    /** Outside parentheses: what stands in a column's own subquery filters no row of the view. */
    boolean filters() {
        var outside = new StringBuilder();
        int depth = 0;
        for (int at = 0; at < bare.length(); at++) {
            char letter = bare.charAt(at);
            depth += letter == '(' ? 1 : 0;
            if (depth == 0) {
                outside.append(letter);
            }
            depth -= letter == ')' ? 1 : 0;
        }
        return FILTERS.matcher(outside).find();
    }
}
