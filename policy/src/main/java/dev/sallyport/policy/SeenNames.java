package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1111;

import dev.sallyport.problem.Place;
import dev.sallyport.sql.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks that no role sees two columns of one table under one name. */
final class SeenNames {
    private final Policy policy;
    private final Problems problems;

    SeenNames(Policy policy, Problems problems) {
        this.policy = policy;
        this.problems = problems;
    }

    void check() {
        for (Role role : policy.effective().values()) {
            if (role.allow().stream().noneMatch(this::renames)) {
                continue;
            }
            Map<String, Map<String, String>> columnByName = new HashMap<>();
            for (Role.Rectangle rectangle : role.allow()) {
                check(rectangle, columnByName);
            }
        }
    }

    /** Where no mask renames, names are the table's own, and those differ. */
    private boolean renames(Role.Rectangle rectangle) {
        return rectangle.masked().values().stream()
                .flatMap(name -> Optional.ofNullable(policy.catalog().masks().get(name)).stream())
                .anyMatch(mask -> mask.as().isPresent());
    }

    private void check(Role.Rectangle rectangle, Map<String, Map<String, String>> columnByName) {
        for (Catalog.Database database : policy.catalog().databases().values()) {
            for (Catalog.GovernedTable table : database.tables()) {
                if (policy.covers(rectangle, database.name(), table.name())) {
                    String at = database.name() + "." + table.name();
                    Map<String, String> names =
                            columnByName.computeIfAbsent(at, key -> new HashMap<>());
                    check(rectangle, table, names);
                }
            }
        }
    }

    private void check(
            Role.Rectangle rectangle, Catalog.GovernedTable table, Map<String, String> names) {
        for (Map.Entry<String, String> column : table.columns().entrySet()) {
            for (String name : names(rectangle, column)) {
                String other = names.putIfAbsent(name, column.getKey());
                if (other != null && !other.equals(column.getKey())) {
                    report(rectangle.place(), table.name(), List.of(other, column.getKey()), name);
                }
            }
        }
    }

    private List<String> names(Role.Rectangle rectangle, Map.Entry<String, String> column) {
        String dataClass = column.getValue();
        if (rectangle.see().contains(dataClass)) {
            return List.of(column.getKey());
        }
        Mask mask = policy.catalog().masks().get(rectangle.masked().getOrDefault(dataClass, ""));
        return mask == null ? List.of() : List.of(mask.as().orElse(column.getKey()));
    }

    private void report(Place place, TableName table, List<String> columns, String name) {
        problems.add(
                place,
                SP1111,
                "columns "
                        + Words.quoted(columns)
                        + " of "
                        + Words.quoted(table.toString())
                        + " would both be seen as "
                        + Words.quoted(name),
                "give them masks with different `as`");
    }
}
