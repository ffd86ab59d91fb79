package dev.sallyport.provision;

import dev.sallyport.sql.SqlIdentifier;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names, constants and lists as SQL text, for the writers of this package. */
final class SqlText {
    private static final Pattern ELEMENT =
            Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|([^\",{}\\s]+)", Pattern.DOTALL);

    private SqlText() {}

    /** A constant; PostgreSQL manual section 4.1.2.1, standard_conforming_strings on. */
    static String literal(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a zero character cannot be a constant");
        }
        return "'" + text.replace("'", "''") + "'";
    }

    static String name(String identifier) {
        return new SqlIdentifier(identifier).quoted();
    }

    static String names(Collection<SqlIdentifier> identifiers) {
        return identifiers.stream().map(SqlIdentifier::quoted).collect(Collectors.joining(", "));
    }

    /** What text becomes an array; PostgreSQL manual section 8.15.2. */
    static String array(List<String> values) {
        return values.stream()
                .map(value -> '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** The values in such a text, whoever wrote it. */
    static List<String> elements(String array) {
        return ELEMENT.matcher(array)
                .results()
                .map(found ->
                        found.group(1) == null
                                ? found.group(2)
                                : found.group(1).replaceAll("\\\\(.)", "$1"))
                .toList();
    }

    /** {@code ARRAY['a', 'b']::text[]}. */
    static String textArray(List<String> values) {
        return values.stream()
                .map(SqlText::literal)
                .collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
    }
}
