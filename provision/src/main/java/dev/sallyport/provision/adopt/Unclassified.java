package dev.sallyport.provision.adopt;

import java.util.Optional;

/** Why a table gets no classes, however well its columns are known. */
final class Unclassified {
    private Unclassified() {}

    static Optional<String> reason(Table table) {
        if (table.openedBy().isPresent()) {
            return Optional.of(
                    "its row policy `"
                            + table.openedBy().get()
                            + "` is for everybody and would open it to every role; no column of it"
                            + " has a class");
        }
        if (!Table.isWritable(table.schema()) || !Table.isWritable(table.name())) {
            return Optional.of("a policy cannot write its name; no column of it has a class");
        }
        return switch (table.kind()) {
            case PARTITION -> Optional.of("a part of another table, which has the classes");
            // Each of these is told as what it is.
            case TABLE, VIEW, MATERIALIZED_VIEW, FOREIGN_TABLE -> Optional.empty();
        };
    }

    static boolean mayHaveClasses(Table table) {
        return table.kind() == Table.Kind.TABLE && reason(table).isEmpty();
    }
}
