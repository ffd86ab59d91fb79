package dev.sallyport.policy;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The columns of a row that some scope or some {@code set} asks about. */
final class AskedColumns {
    private final Set<String> columns = new HashSet<>();

    private AskedColumns() {}

    static Set<String> of(Catalog catalog, Collection<Role> roles) {
        AskedColumns asked = new AskedColumns();
        catalog.scopes().values().forEach(scope -> asked.add(scope.condition()));
        for (Role role : roles) {
            role.allow()
                    .forEach(rectangle -> asked.columns.addAll(rectangle.edit().set().keySet()));
        }
        return asked.columns;
    }

    private void add(Scope.Condition condition) {
        switch (condition) {
            case Scope.AllOf(var parts) -> parts.forEach(this::add);
            case Scope.AnyOf(var parts) -> parts.forEach(this::add);
            case Scope.Matches matches -> columns.add(matches.column());
            case Scope.Everything ignored -> {}
            case Scope.Exists ignored -> {}
        }
    }
}
