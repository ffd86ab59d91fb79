package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3001;
import static dev.sallyport.problem.ProblemCode.SP3003;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Scope;
import dev.sallyport.sql.TableName;
import java.util.HashSet;
import java.util.Set;

/** Which edits would let somebody move a row across a fence, or learn what is behind it. */
final class EditCheck {
    private final Catalog.Database database;
    private final ScopeColumns scopeColumns;
    private final Sight sight;
    private final Draft draft;

    EditCheck(Catalog.Database database, ScopeColumns scopeColumns, Sight sight, Draft draft) {
        this.database = database;
        this.scopeColumns = scopeColumns;
        this.sight = sight;
        this.draft = draft;
    }

    boolean isSound(Role.Rectangle rectangle, Scope scope, Verb verb, Set<String> columns) {
        boolean sound = true;
        Set<String> named = new HashSet<>(columns);
        named.addAll(rectangle.edit().set().keySet());
        for (String column : named.stream().sorted().toList()) {
            sound &= exists(rectangle, column);
        }
        if (!sound) {
            return false;
        }
        for (String column : columns) {
            sound &= mayWrite(rectangle, scope, verb, column);
        }
        for (var pin : rectangle.edit().set().entrySet()) {
            if (!(pin.getValue() instanceof Scope.Null) && !sight.isClear(pin.getKey())) {
                sound =
                        refuse(
                                rectangle,
                                pin.getKey(),
                                "is pinned and not seen",
                                "let the role see it");
            }
        }
        return sound;
    }

    private boolean exists(Role.Rectangle rectangle, String column) {
        if (sight.table().column(column).isPresent()) {
            return true;
        }
        draft.problem(
                rectangle.place(),
                SP3001,
                "table `" + sight.table().name() + "` has no column `" + column + "`",
                DatabaseCheck.suggestion(column, sight.table().columns().keySet()));
        return false;
    }

    private boolean mayWrite(Role.Rectangle rectangle, Scope scope, Verb verb, String column) {
        Surroundings.Column found = sight.table().known(column);
        boolean pinned = rectangle.edit().set().containsKey(column);
        if (!sight.isClear(column)) {
            return refuse(
                    rectangle, column, "is edited and not seen in clear", "let the role see it");
        }
        if (found.is(Surroundings.Trait.PRIMARY_KEY)) {
            return refuse(
                    rectangle,
                    column,
                    "is the primary key: whoever writes it learns which keys exist",
                    "let the database number new rows");
        }
        if (found.is(Surroundings.Trait.FOREIGN_KEY) && !pinned && !isLink(scope, column)) {
            return refuse(
                    rectangle,
                    column,
                    "points at another table: a writer learns which keys exist there",
                    "pin it with `set:`");
        }
        if (verb == Verb.UPDATE && scopeColumns.decides(sight.table().name(), column)) {
            return refuse(
                    rectangle,
                    column,
                    "decides who sees the row, so it may not be updated",
                    "take it out of `update`");
        }
        if (verb == Verb.INSERT && !pinned && decidesElsewhere(rectangle, scope, column)) {
            return refuse(
                    rectangle,
                    column,
                    "decides who sees rows of another table",
                    "pin it with `set:`");
        }
        return true;
    }

    private boolean decidesElsewhere(Role.Rectangle rectangle, Scope scope, String column) {
        TableName table = sight.table().name();
        return scopeColumns.decidesElsewhere(table, column)
                || scopeColumns.opens(table, column, scope, rectangle.edit().set());
    }

    /** The link to the subject is checked by a scope that follows it. */
    private boolean isLink(Scope scope, String column) {
        boolean checked = scope.table().isEmpty() || scope.follow();
        return checked
                && database.link(sight.table().name())
                        .filter(link -> link.column().equals(column))
                        .isPresent();
    }

    private boolean refuse(Role.Rectangle rectangle, String column, String why, String instead) {
        draft.problem(
                rectangle.place(),
                SP3003,
                "column `" + column + "` of `" + sight.table().name() + "` " + why,
                instead);
        return false;
    }
}
