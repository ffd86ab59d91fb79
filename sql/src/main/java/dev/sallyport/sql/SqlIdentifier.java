package dev.sallyport.sql;

/**
 * A name in a database, as the catalog stores it.
 *
 * @param name 1 to 63 bytes of UTF-8 (PostgreSQL NAMEDATALEN), no zero character
 */
public record SqlIdentifier(String name) {

    public SqlIdentifier {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not an SQL identifier");
        }
    }

    /** The name quoted for SQL text, PostgreSQL manual section 4.1.1. */
    public String quoted() {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
