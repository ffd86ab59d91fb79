package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3003;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Scope;
import dev.sallyport.sql.TableName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the scopes of one role reach the tables it names: directly, or by the subject's link. */
final class ScopeReach {
    private final Catalog.Database database;
    private final Surroundings surroundings;
    private final DatabaseCheck check;
    private final Map<String, Scope> scopes;
    private final Draft draft;

    ScopeReach(
            Catalog.Database database,
            Surroundings surroundings,
            DatabaseCheck check,
            Map<String, Scope> scopes,
            Draft draft) {
        this.database = database;
        this.surroundings = surroundings;
        this.check = check;
        this.scopes = scopes;
        this.draft = draft;
    }

    /**
     * The scope of a rectangle, if it reaches the table. A rectangle on a whole database leaves out
     * what its scope cannot reach; one that names the table must reach it.
     */
    Optional<Scope> scope(Role.Rectangle rectangle, Surroundings.Table table) {
        Scope scope = scopes.get(rectangle.scope());
        if (scope == null || !check.isSound(scope.name())) {
            return Optional.empty();
        }
        if (reaches(scope, table)) {
            return Optional.of(scope);
        }
        boolean named =
                rectangle.on().stream()
                        .anyMatch(on -> on.table().filter(table.name()::equals).isPresent());
        if (named) {
            draft.problem(
                    rectangle.place(),
                    SP3003,
                    "scope `" + scope.name() + "` does not reach `" + table.name() + "`",
                    "say `follow: subject_of` in the scope, or use one on that table");
        }
        return Optional.empty();
    }

    /** Whether a rectangle is about every row there is. */
    boolean isEverything(Role.Rectangle rectangle) {
        Scope scope = scopes.get(rectangle.scope());
        return scope != null && scope.condition() instanceof Scope.Everything;
    }

    boolean follows(Scope scope, TableName table) {
        return scope.table().filter(table::equals).isEmpty() && scope.table().isPresent();
    }

    /** The condition of a scope on a table, run as the role's lens. */
    String rows(Scope scope, Surroundings.Table table, Map<TableName, Sight> sights, String role) {
        var writer = new ScopeWriter(role, database, surroundings, draft);
        if (!follows(scope, table.name())) {
            letLensFilter(table.name(), ScopeColumns.of(scope.condition()), role);
            return writer.rows(scope.condition(), table, table.name().table());
        }
        Catalog.SubjectLink link = database.link(table.name()).orElseThrow();
        letLensFilter(table.name(), Set.of(link.column()), role);
        Surroundings.Table subject = surroundings.known(link.target());
        String pointer = ScopeWriter.qualified(table.name().table(), link.column());
        Sight sight = sights.get(link.target());
        if (sight == null || !sight.scope().name().equals(scope.name())) {
            // The lens sees other rows of the subject than this scope does: they must not meet.
            return pointer
                    + " = "
                    + writer.reached(subject, link.targetColumn(), scope.condition());
        }
        draft.grant(
                Securable.Relation.column(link.target(), link.targetColumn()),
                "SELECT",
                NativeNames.lens(role));
        // The pointer is the other table's, so that one must have another name.
        String alias = table.name().table().equals("s") ? "s_" : "s";
        return "EXISTS (SELECT 1 FROM "
                + link.target().quoted()
                + " AS "
                + alias
                + " WHERE "
                + alias
                + "."
                + SqlText.name(link.targetColumn())
                + " = "
                + pointer
                + ofSubject(writer, scope, subject, alias, role)
                + ")";
    }

    /** Row security of the subject says it by itself. */
    private String ofSubject(
            ScopeWriter writer,
            Scope scope,
            Surroundings.Table subject,
            String alias,
            String role) {
        if (database.keptInView(subject.name()).isEmpty()) {
            return "";
        }
        letLensFilter(subject.name(), ScopeColumns.of(scope.condition()), role);
        return " AND (" + writer.rows(scope.condition(), subject, alias) + ")";
    }

    /** What a view asks of a row is asked as its owner; what a row policy asks is not. */
    private void letLensFilter(TableName table, Set<String> columns, String role) {
        if (database.keptInView(table).isPresent()) {
            columns.forEach(column ->
                    draft.grant(
                            Securable.Relation.column(table, column),
                            "SELECT",
                            NativeNames.lens(role)));
        }
    }

    private boolean reaches(Scope scope, Surroundings.Table table) {
        if (!follows(scope, table.name())) {
            return true;
        }
        return scope.follow()
                && database.link(table.name())
                        .filter(link -> scope.table().filter(link.target()::equals).isPresent())
                        .filter(link -> table.column(link.column()).isPresent())
                        .filter(link ->
                                surroundings
                                        .table(link.target())
                                        .flatMap(t -> t.column(link.targetColumn()))
                                        .isPresent())
                        .isPresent();
    }
}
