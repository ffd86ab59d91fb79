package dev.sallyport.policy;

import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One role laid out by database and table, so that little memory is touched to find nothing. */
final class RoleIndex {
    private final Role role;
    private final int number;
    private final boolean conditional;
    private final List<OfDatabase> databases = new ArrayList<>(1);

    /**
     * A rectangle with its number in the role.
     *
     * @param scope empty where its name means nothing
     */
    record Numbered(int number, Role.Rectangle rectangle, Optional<Scope> scope) {}

    private record OfDatabase(
            String name, List<Numbered> everywhere, Map<TableName, List<Numbered>> byTable) {}

    RoleIndex(Role role, int number, Map<String, Scope> scopes) {
        this.role = role;
        this.number = number;
        this.conditional = role.terms().when().isPresent();
        for (int i = 0; i < role.allow().size(); i++) {
            Role.Rectangle rectangle = role.allow().get(i);
            var one =
                    new Numbered(i, rectangle, Optional.ofNullable(scopes.get(rectangle.scope())));
            rectangle.on().forEach(target -> add(target, one));
        }
    }

    private void add(Role.Target target, Numbered one) {
        OfDatabase of =
                of(target.database())
                        .orElseGet(() -> {
                            databases.add(
                                    new OfDatabase(
                                            target.database(),
                                            new ArrayList<>(1),
                                            new HashMap<>(1)));
                            return databases.getLast();
                        });
        target.table()
                .map(table -> of.byTable.computeIfAbsent(table, t -> new ArrayList<>(1)))
                .orElse(of.everywhere)
                .add(one);
    }

    /** Nearly always there is one, or three. */
    private Optional<OfDatabase> of(String database) {
        for (OfDatabase one : databases) {
            if (one.name.equals(database)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    Role role() {
        return role;
    }

    /** Its place in the policy. */
    int number() {
        return number;
    }

    /** Whether something beside holding it must be true. */
    boolean isConditional() {
        return conditional;
    }

    /** The rectangles on a table, in the role's order, whatever rows their scopes reach. */
    List<Numbered> on(String database, TableName table) {
        Optional<OfDatabase> found = of(database);
        if (found.isEmpty()) {
            return List.of();
        }
        OfDatabase of = found.get();
        List<Numbered> named = of.byTable.getOrDefault(table, List.of());
        if (named.isEmpty() || of.everywhere.isEmpty()) {
            return named.isEmpty() ? of.everywhere : named;
        }
        List<Numbered> both = new ArrayList<>(named);
        for (Numbered one : of.everywhere) {
            if (!named.contains(one)) {
                both.add(one);
            }
        }
        both.sort(Comparator.comparingInt(Numbered::number));
        return both;
    }
}
