package dev.sallyport.policy;

import java.util.Optional;

/** One rectangle that says something of a table, with its role. */
record Way(Role role, Role.Rectangle rectangle, Catalog.GovernedTable table) {

    boolean allows(Verb verb, Optional<String> column) {
        Role.Edit edit = rectangle.edit();
        return switch (verb) {
            case SEE ->
                    column.map(this::shows)
                            .orElseGet(() ->
                                    table.columns().values().stream().anyMatch(this::includes));
            case INSERT -> column.map(edit.insert()::contains).orElse(!edit.insert().isEmpty());
            case UPDATE -> column.map(edit.update()::contains).orElse(!edit.update().isEmpty());
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

    private boolean includes(String dataClass) {
        return rectangle.see().contains(dataClass) || rectangle.masked().containsKey(dataClass);
    }
}
