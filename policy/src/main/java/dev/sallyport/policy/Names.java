package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1004;

import dev.sallyport.sql.TableName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which names can become names in the database. */
final class Names {
    /** A native role, its schema and its helpers; 41 leaves room for prefixes within 63 bytes. */
    private static final int MAX_NATIVE = 41;

    private static final Pattern CLASS =
            Pattern.compile("[a-z][a-z0-9_]{0,40}(\\.[a-z][a-z0-9_]{0,40})+");

    /** PostgreSQL refuses or reserves these as names of roles or schemas. */
    private static final Set<String> RESERVED =
            Set.of("public", "none", "information_schema", "postgres", "sallyport");

    /** PostgreSQL NAMEDATALEN less its zero. */
    private static final int MAX_IDENTIFIER_BYTES = 63;

    private Names() {}

    /** Whether it can name a role or a login in the database. */
    static boolean isNative(String name) {
        return isWord(name)
                && !name.startsWith("pg_")
                && !name.startsWith("sp_")
                && !RESERVED.contains(name);
    }

    static boolean isWord(String name) {
        if (name.isEmpty() || name.length() > MAX_NATIVE || !isLetter(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char one = name.charAt(i);
            if (!isLetter(one) && one != '_' && (one < '0' || one > '9')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char one) {
        return one >= 'a' && one <= 'z';
    }

    /** Tells of a name that is no word; it is read on all the same. */
    static void requireWord(Yaml.Scalar name, String what, Problems problems) {
        if (!isWord(name.text())) {
            problems.add(
                    name.place(),
                    SP1004,
                    what + " is not a plain name",
                    "use a to z, 0 to 9 and `_`, at most 41 characters");
        }
    }

    /** A class has a dot, so that in {@code edit} it is never taken for a column. */
    static boolean isClass(String name) {
        return CLASS.matcher(name).matches();
    }

    /** Whether it can be a schema, table or column as a policy writes one: no dot inside. */
    static boolean isIdentifier(String name) {
        return !name.isBlank()
                && name.indexOf('.') < 0
                && name.indexOf('*') < 0
                && name.chars().noneMatch(Character::isISOControl)
                && name.getBytes(StandardCharsets.UTF_8).length <= MAX_IDENTIFIER_BYTES;
    }

    /** {@code schema.table}. */
    static Optional<TableName> table(String written) {
        String[] parts = written.split("\\.", -1);
        return parts.length == 2 && isIdentifier(parts[0]) && isIdentifier(parts[1])
                ? Optional.of(new TableName(parts[0], parts[1]))
                : Optional.empty();
    }
}
