package dev.sallyport.policy;

import java.util.Optional;
import java.util.Set;

/** One rectangle that says something of a table, with its role. */
record Way(Role role, Role.Rectangle rectangle, Catalog.GovernedTable table) {

    boolean allows(Verb verb, Optional<String> column) {
        Role.Edit edit = rectangle.edit();
        return switch (verb) {
            case SEE ->
                    column.map(this::shows)
                            .orElseGet(() ->
                                    table.columns().values().stream().anyMatch(this::includes));
            case INSERT ->
                    column.map(name -> edit.inserts(table, name))
                            .orElseGet(() -> speaksOf(edit.insert()));
            case UPDATE ->
                    column.map(name -> edit.updates(table, name))
                            .orElseGet(() -> speaksOf(edit.update()));
            case DELETE -> edit.delete();
            case EXPORT ->
                    column.map(this::exports)
                            .orElseGet(() ->
                                    table.columns().values().stream()
                                            .anyMatch(rectangle.export()::contains));
        };
    }

    boolean showsInClear(String column) {
        return table.classOf(column).filter(rectangle.see()::contains).isPresent();
    }

    /** The name of the mask the column is seen through. */
    Optional<String> mask(String column) {
        return table.classOf(column)
                .flatMap(name -> Optional.ofNullable(rectangle.masked().get(name)));
    }

    private boolean exports(String column) {
        return shows(column)
                && table.classOf(column).filter(rectangle.export()::contains).isPresent();
    }

    private boolean shows(String column) {
        return showsInClear(column) || mask(column).isPresent();
    }

    /** Whether some of the words is a column of the table or the class of one. */
    private boolean speaksOf(Set<String> words) {
        return words.stream()
                .anyMatch(word ->
                        table.columns().containsKey("*")
                                ? word.indexOf('.') < 0 || table.columns().containsValue(word)
                                : table.columns().containsKey(word)
                                        || table.columns().containsValue(word));
    }

    private boolean includes(String dataClass) {
        return rectangle.see().contains(dataClass) || rectangle.masked().containsKey(dataClass);
    }
}
