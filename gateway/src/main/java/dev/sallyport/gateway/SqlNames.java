package dev.sallyport.gateway;

import dev.sallyport.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names that statements end in SQL. */
final class SqlNames {
    private static final Pattern DEALLOCATED =
            Pattern.compile("^deallocate (?:prepare )?(?:([^\\s\"]+)|\"((?:[^\"]|\"\")+)\")$");

    private SqlNames() {}

    /** The one name that it ends; empty where it is another statement, or ends all. */
    static String deallocates(Statement statement) {
        Matcher one = DEALLOCATED.matcher(statement.normalised());
        if (!statement.verb().equals("DEALLOCATE") || !one.matches()) {
            return "";
        }
        String plain = one.group(1);
        return plain == null
                ? one.group(2).replace("\"\"", "\"")
                : plain.equals("all") ? "" : plain;
    }
}
