package dev.sallyport.provision.adopt;

import java.util.Optional;

/**
 * A column as the catalog has it.
 *
 * @param category PostgreSQL's, as {@code D} for dates
 * @param points where its foreign key leads
 */
record Column(
        String name, String type, String category, boolean isKey, Optional<Reference> points) {

    /** One column's foreign key. */
    record Reference(String constraint, String schema, String table, String column) {
        boolean leadsTo(Table other) {
            return schema.equals(other.schema()) && table.equals(other.name());
        }
    }
}
