package dev.sallyport.provision;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Scope;
import java.util.List;
import java.util.Optional;

/**
 * What one role sees of one table: every rectangle that shows columns of it, all with one scope.
 *
 * @param scope the rows
 */
record Sight(
        Role role,
        Catalog.GovernedTable governed,
        Surroundings.Table table,
        Scope scope,
        List<Role.Rectangle> rectangles) {

    Sight {
        rectangles = List.copyOf(rectangles);
    }

    boolean isClear(String column) {
        return governed.classOf(column).filter(this::isClearClass).isPresent();
    }

    private boolean isClearClass(String dataClass) {
        return rectangles.stream().anyMatch(rectangle -> rectangle.see().contains(dataClass));
    }

    /** The masks that rectangles put on a column that none shows in clear. */
    List<String> masks(String column) {
        Optional<String> dataClass = governed.classOf(column);
        if (dataClass.isEmpty() || isClearClass(dataClass.get())) {
            return List.of();
        }
        return rectangles.stream()
                .flatMap(rectangle ->
                        Optional.ofNullable(rectangle.masked().get(dataClass.get())).stream())
                .distinct()
                .toList();
    }

    /** Whether a rectangle shows any column of a table. */
    static boolean shows(
            Role.Rectangle rectangle, Catalog.GovernedTable governed, Surroundings.Table table) {
        return table.columns().keySet().stream()
                .flatMap(column -> governed.classOf(column).stream())
                .anyMatch(dataClass ->
                        rectangle.see().contains(dataClass)
                                || rectangle.masked().containsKey(dataClass));
    }
}
