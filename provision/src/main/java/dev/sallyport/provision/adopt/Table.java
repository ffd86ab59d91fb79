package dev.sallyport.provision.adopt;

import java.util.List;
import java.util.Optional;

/**
 * A table-like relation.
 *
 * @param openedBy a row policy for everybody, which would open it to every role
 */
record Table(
        String schema, String name, Kind kind, List<Column> columns, Optional<String> openedBy) {

    /** Only of a table can rows be kept back. */
    enum Kind {
        TABLE,
        PARTITION,
        VIEW,
        MATERIALIZED_VIEW,
        FOREIGN_TABLE
    }

    Table {
        columns = List.copyOf(columns);
    }

    /** {@code hosp.patients}. */
    String relation() {
        return schema + "." + name;
    }

    /** Whether a policy can name it: no dot, star or control character. */
    static boolean isWritable(String name) {
        return !name.isBlank()
                && name.chars()
                        .noneMatch(one -> one == '.' || one == '*' || one < ' ' || one == 0x7f);
    }
}
