package dev.sallyport.provision.adopt;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which class each column seems to have, and which have none. */
final class Classified {
    private final Map<Table, Map<Column, Suggestion>> suggestions = new LinkedHashMap<>();
    private final Map<Table, List<Column>> open = new LinkedHashMap<>();

    Classified(List<Table> tables) {
        tables.stream().filter(Unclassified::mayHaveClasses).forEach(this::classify);
    }

    private void classify(Table table) {
        Map<Column, Suggestion> known = new LinkedHashMap<>();
        List<Column> unknown = new ArrayList<>();
        for (Column column : table.columns()) {
            Suggestion.of(table, column)
                    .ifPresentOrElse(one -> known.put(column, one), () -> unknown.add(column));
        }
        suggestions.put(table, known);
        open.put(table, unknown);
    }

    /** Every table that may have classes. */
    Set<Table> tables() {
        return suggestions.keySet();
    }

    Map<Column, Suggestion> of(Table table) {
        return suggestions.getOrDefault(table, Map.of());
    }

    List<Column> unclassified(Table table) {
        return open.getOrDefault(table, List.of());
    }

    /** {@code hosp.clinics.name}. */
    List<String> unclassified() {
        return open.entrySet().stream()
                .flatMap(entry ->
                        entry.getValue().stream()
                                .map(column -> entry.getKey().relation() + "." + column.name()))
                .map(Comments::plain)
                .toList();
    }

    int count() {
        return suggestions.values().stream().mapToInt(Map::size).sum();
    }

    Set<Suggestion.DataClass> classes() {
        Set<Suggestion.DataClass> classes = EnumSet.noneOf(Suggestion.DataClass.class);
        suggestions.values().stream()
                .flatMap(of -> of.values().stream())
                .forEach(one -> classes.add(one.dataClass()));
        return classes;
    }

    /** Of the tables with a class; nothing else need be managed. */
    Set<String> schemas() {
        Set<String> schemas = new TreeSet<>();
        suggestions.forEach((table, known) -> {
            if (!known.isEmpty()) {
                schemas.add(table.schema());
            }
        });
        return schemas;
    }

    /** Whether a policy could follow it: both ends are columns with a class. */
    boolean knows(Table table, String column) {
        return of(table).keySet().stream().anyMatch(one -> one.name().equals(column));
    }

    Optional<Table> table(Column.Reference reference) {
        return tables().stream().filter(reference::leadsTo).findFirst();
    }
}
