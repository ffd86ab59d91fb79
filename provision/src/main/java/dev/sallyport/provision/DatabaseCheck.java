package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3001;
import static dev.sallyport.problem.ProblemCode.SP3003;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Scope;
import dev.sallyport.problem.Place;
import dev.sallyport.problem.Spelling;
import dev.sallyport.sql.TableName;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether the database has what the policy names, and what of it can stand under a fence. */
final class DatabaseCheck {
    private final Catalog.Database database;
    private final Surroundings surroundings;
    private final Draft draft;
    private final Set<String> soundScopes = new HashSet<>();

    DatabaseCheck(
            Policy policy, Catalog.Database database, Surroundings surroundings, Draft draft) {
        this.database = database;
        this.surroundings = surroundings;
        this.draft = draft;
        database.tables().forEach(this::table);
        policy.catalog().scopes().values().stream()
                .filter(scope -> scope.database().map(database.name()::equals).orElse(true))
                .filter(this::isSound)
                .forEach(scope -> soundScopes.add(scope.name()));
    }

    /** Whether everything the scope names exists. */
    boolean isSound(String scope) {
        return soundScopes.contains(scope);
    }

    private void table(Catalog.GovernedTable governed) {
        Optional<Surroundings.Table> found = find(governed.name(), governed.place());
        if (found.isEmpty()) {
            return;
        }
        Surroundings.Table table = found.get();
        for (String column : governed.columns().keySet()) {
            if (!column.equals("*")) {
                hasColumn(table, column, governed.place());
            }
        }
        if (table.kind() == Surroundings.Kind.OTHER) {
            draft.problem(
                    governed.place(),
                    SP3003,
                    "`" + table.name() + "` is not a table, so no row can be kept back",
                    "govern the tables it reads");
        }
        if (!table.publicPolicies().isEmpty() && database.keptInView(table.name()).isEmpty()) {
            draft.problem(
                    governed.place(),
                    SP3003,
                    "`"
                            + table.name()
                            + "` has the row policy `"
                            + table.publicPolicies().getFirst()
                            + "` for everybody, which would open it to every role",
                    "name the roles it is for");
        }
        if (!database.managed().contains(table.name().schema())) {
            draft.problem(
                    governed.place(),
                    SP3003,
                    "schema `" + table.name().schema() + "` is not under `manage:`",
                    "add it there, or take the table out of `columns:`");
        }
    }

    private boolean isSound(Scope scope) {
        if (scope.table().isEmpty()) {
            return true;
        }
        return find(scope.table().get(), scope.place())
                .filter(table -> isSound(scope.condition(), table))
                .isPresent();
    }

    private boolean isSound(Scope.Condition condition, Surroundings.Table table) {
        boolean sound = true;
        for (Map.Entry<String, Place> column : ScopeColumns.places(condition).entrySet()) {
            sound &= hasColumn(table, column.getKey(), column.getValue());
        }
        for (Scope.Exists exists : ScopeColumns.lookups(condition)) {
            sound &= isSound(exists);
        }
        return sound;
    }

    private boolean isSound(Scope.Exists exists) {
        if (exists.match().size() != 1) {
            draft.problem(
                    exists.place(),
                    SP3003,
                    "`exists` on `" + exists.other() + "` matches several columns",
                    "match exactly one");
            return false;
        }
        Optional<Surroundings.Table> found = find(exists.other(), exists.place());
        if (found.isEmpty()) {
            return false;
        }
        boolean sound = isSound(exists.where(), found.get());
        for (String column : exists.match().values()) {
            sound &= hasColumn(found.get(), column, exists.place());
        }
        return sound;
    }

    private Optional<Surroundings.Table> find(TableName name, Place place) {
        Optional<Surroundings.Table> found = surroundings.table(name);
        if (found.isEmpty()) {
            draft.problem(
                    place,
                    SP3001,
                    "the database has no table `" + name + "`",
                    suggestion(
                            name.toString(),
                            surroundings.tables().keySet().stream()
                                    .map(TableName::toString)
                                    .toList()));
        }
        return found;
    }

    private boolean hasColumn(Surroundings.Table table, String column, Place place) {
        if (table.column(column).isPresent()) {
            return true;
        }
        draft.problem(
                place,
                SP3001,
                "table `" + table.name() + "` has no column `" + column + "`",
                suggestion(column, table.columns().keySet()));
        return false;
    }

    /** {@code did you mean `last_name`?}, or what to do where nothing is near. */
    static String suggestion(String word, Collection<String> known) {
        return Spelling.nearest(word, known)
                .map(name -> "did you mean `" + name + "`?")
                .orElse("create it, or take it out of the policy");
    }
}
