package dev.sallyport.sql;

import java.util.Optional;

/**
 * A table, view or sequence as a statement names it.
 *
 * @param schema empty where the search path decides
 * @param name as the catalog stores it
 */
public record RelationName(Optional<String> schema, String name) {

    /** {@code hosp.patients} or {@code patients}, for people. */
    @Override
    public String toString() {
        return schema.map(first -> first + "." + name).orElse(name);
    }
}
