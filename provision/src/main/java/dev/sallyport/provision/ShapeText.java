package dev.sallyport.provision;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL of ours with constants and quoted names taken out, so that a keyword found is a keyword. */
final class ShapeText {
    /** What makes a view more than a projection. */
    private static final List<String> FILTERING =
            List.of(
                    "WHERE",
                    "JOIN",
                    "LIMIT",
                    "DISTINCT",
                    "GROUP",
                    "HAVING",
                    "UNION",
                    "OFFSET",
                    "FETCH");

    private static final Pattern FILTERS =
            Pattern.compile("\\b(" + String.join("|", FILTERING) + ")\\b");

    /** What somebody can set, or what SET ROLE moves. */
    private static final Pattern FORGEABLE =
            Pattern.compile("\\b(CURRENT_SETTING|CURRENT_USER|CURRENT_ROLE)\\b");

    private final String bare;

    private ShapeText(String bare) {
        this.bare = bare;
    }

    /** One pass without a pattern: every view and row policy of a plan is read here. */
    static ShapeText of(String sql) {
        var bare = new StringBuilder(sql.length());
        for (int at = 0; at < sql.length(); at++) {
            char letter = sql.charAt(at);
            int end = letter == '\'' || letter == '"' ? closing(sql, at) : -1;
            if (end < 0) {
                bare.append(letter);
            } else {
                bare.append("''");
                at = end;
            }
        }
        return new ShapeText(bare.toString().toUpperCase(Locale.ROOT));
    }

    /** Where a quoted text ends; a doubled quote is part of it. Negative where it never does. */
    private static int closing(String sql, int open) {
        char quote = sql.charAt(open);
        int end = sql.indexOf(quote, open + 1);
        while (end >= 0 && end + 1 < sql.length() && sql.charAt(end + 1) == quote) {
            end = sql.indexOf(quote, end + 2);
        }
        return end;
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
        if (FILTERING.stream().noneMatch(bare::contains)) {
            return false;
        }
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
