package dev.sallyport.policy;

import java.util.Optional;
import java.util.Set;

/** One rectangle that says something of a table, with its role. */
record Way(Role role, Role.Rectangle rectangle, Catalog.GovernedTable table, Catalog catalog) {

    /** Whether it allows the verb where no guardrail holds. */
    boolean allows(Verb verb, Optional<String> column) {
        return allows(verb, column, Guarded.NOTHING);
    }

    boolean allows(Verb verb, Optional<String> column, Guarded guarded) {
        if (!role.terms().lets(verb)) {
            return false;
        }
        Role.Edit edit = rectangle.edit();
        return switch (verb) {
            case SEE, EXPORT ->
                    column.map(name -> gives(verb, name, guarded))
                            .orElseGet(() -> givesAny(verb, guarded));
            case INSERT -> changes(edit.insert(), verb, column, guarded);
            case UPDATE -> changes(edit.update(), verb, column, guarded);
            case DELETE -> edit.delete() && isWholeOpen(guarded);
        };
    }

    private boolean gives(Verb verb, String column, Guarded guarded) {
        return table.classOf(column).filter(name -> gives(verb, guarded, name)).isPresent();
    }

    private boolean givesAny(Verb verb, Guarded guarded) {
        return table.columns().values().stream().anyMatch(name -> gives(verb, guarded, name));
    }

    private boolean gives(Verb verb, Guarded guarded, String dataClass) {
        return includes(dataClass)
                && (verb == Verb.SEE || rectangle.export().contains(dataClass))
                && guarded.lets(verb, dataClass)
                && instead(dataClass).map(other -> guarded.lets(verb, other)).orElse(true);
    }

    /** A word is a column, or a class for every column of it. */
    private boolean changes(
            Set<String> words, Verb verb, Optional<String> column, Guarded guarded) {
        return column.map(name -> speaksOf(words, name) && isOpen(name, verb, guarded))
                .orElseGet(() -> words.stream().anyMatch(word -> isOpenAny(word, verb, guarded)));
    }

    private boolean speaksOf(Set<String> words, String column) {
        return words.contains(column) || table.classOf(column).filter(words::contains).isPresent();
    }

    private boolean isOpenAny(String word, Verb verb, Guarded guarded) {
        return table.columns().containsValue(word)
                ? guarded.lets(verb, word)
                : word.indexOf('.') < 0 && isOpen(word, verb, guarded);
    }

    private boolean isOpen(String column, Verb verb, Guarded guarded) {
        return table.classOf(column).filter(name -> guarded.lets(verb, name)).isPresent();
    }

    /** Who deletes a row deletes every column of it. */
    private boolean isWholeOpen(Guarded guarded) {
        return table.columns().values().stream().allMatch(name -> guarded.lets(Verb.DELETE, name));
    }

    /** The class of what is shown of a class by a mask that shows another column. */
    Optional<String> instead(String dataClass) {
        return rectangle.see().contains(dataClass)
                ? Optional.empty()
                : Optional.ofNullable(rectangle.masked().get(dataClass))
                        .flatMap(mask -> catalog.shownInstead(mask, table));
    }

    boolean showsInClear(String column) {
        return table.classOf(column).filter(rectangle.see()::contains).isPresent();
    }

    /** The name of the mask the column is seen through. */
    Optional<String> mask(String column) {
        return table.classOf(column)
                .flatMap(name -> Optional.ofNullable(rectangle.masked().get(name)));
    }

    private boolean includes(String dataClass) {
        return rectangle.see().contains(dataClass) || rectangle.masked().containsKey(dataClass);
    }
}
