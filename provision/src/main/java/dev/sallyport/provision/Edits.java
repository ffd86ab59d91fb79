package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3003;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Scope;
import dev.sallyport.sql.SqlIdentifier;
import dev.sallyport.sql.TableName;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What one role may change: grants by column, a row policy by verb, and pinned values. */
final class Edits {
    private final Role role;
    private final Catalog.Database database;
    private final NativeRoles.Editing editing;
    private final ScopeReach reach;
    private final ScopeColumns scopeColumns;
    private final Surroundings surroundings;
    private final Draft draft;

    Edits(
            Role role,
            Catalog.Database database,
            NativeRoles.Editing editing,
            ScopeReach reach,
            ScopeColumns scopeColumns,
            Surroundings surroundings,
            Draft draft) {
        this.role = role;
        this.database = database;
        this.editing = editing;
        this.reach = reach;
        this.scopeColumns = scopeColumns;
        this.surroundings = surroundings;
        this.draft = draft;
    }

    /** Nobody changes what they do not see. */
    void checkSeen(Catalog.GovernedTable governed, Map<TableName, Sight> sights) {
        if (sights.containsKey(governed.name()) || surroundings.table(governed.name()).isEmpty()) {
            return;
        }
        editing(governed.name(), List.of(Verb.INSERT, Verb.UPDATE, Verb.DELETE))
                .forEach(rectangle ->
                        refuse(
                                rectangle,
                                "role `"
                                        + role.name()
                                        + "` edits `"
                                        + governed.name()
                                        + "` and sees nothing of it",
                                "let it see the columns it edits"));
    }

    /**
     * What the view has to know.
     *
     * @param verbs what may be done through it
     * @param defaults what a new row has in a column it does not name
     */
    record Made(Set<Verb> verbs, Map<String, String> defaults) {}

    /** Drafts everything but the view. */
    Made compile(Sight sight, Map<TableName, Sight> sights, TableName view) {
        Set<Verb> verbs = EnumSet.noneOf(Verb.class);
        Map<String, String> defaults = new LinkedHashMap<>();
        for (Verb verb : List.of(Verb.INSERT, Verb.UPDATE, Verb.DELETE)) {
            List<Role.Rectangle> editing = editing(sight.table().name(), List.of(verb));
            if (editing.isEmpty() || !isOneScope(editing, sight, verb)) {
                continue;
            }
            Role.Rectangle first = editing.getFirst();
            Optional<Scope> scope = reach.scope(first, sight.table());
            if (scope.isEmpty()) {
                continue;
            }
            Set<String> columns =
                    editing.stream()
                            .flatMap(rectangle -> columns(rectangle.edit(), verb).stream())
                            .collect(Collectors.toCollection(TreeSet::new));
            var checks = new EditCheck(database, scopeColumns, sight, draft);
            if (!checks.isSound(first, scope.get(), verb, columns)
                    || !new ViewCheck(database, sight, draft).holds(first, verb, verbs)
                    || !new CascadeCheck(role, database, surroundings, reach, draft)
                            .isSound(first, sight.table().name(), verb, columns)) {
                continue;
            }
            verbs.add(verb);
            String rows = asked(reach.rows(scope.get(), sight.table(), sights, role.name()));
            allow(sight, verb, columns, view, rows);
            pin(sight, verb, first.edit().set(), defaults);
        }
        return new Made(verbs, defaults);
    }

    /**
     * A view has one condition for all verbs: whose edits are over sees nothing either, until an
     * apply takes the edits away. Who never had them may not write and sees what the role shows.
     */
    String unlessOver(Made made) {
        return switch (editing) {
            case FOR_ALL, FOR_NOBODY -> "";
            case APART ->
                    made.verbs().isEmpty()
                            ? ""
                            : " AND ("
                                    + ScopeWriter.holds(NativeNames.editing(role.name()))
                                    + " OR NOT (SELECT pg_catalog.pg_has_role(session_user, "
                                    + SqlText.literal(group().name())
                                    + ", 'MEMBER')))";
        };
    }

    /** Who holds the role and not its edits reaches its rows by no other verb than to see them. */
    private String asked(String rows) {
        return switch (editing) {
            case FOR_ALL, FOR_NOBODY -> rows;
            case APART ->
                    ScopeWriter.holds(NativeNames.editing(role.name())) + " AND (" + rows + ")";
        };
    }

    private SqlIdentifier group() {
        return NativeNames.group(
                switch (editing) {
                    case FOR_ALL, FOR_NOBODY -> role.name();
                    case APART -> NativeNames.editing(role.name());
                });
    }

    private List<Role.Rectangle> editing(TableName table, List<Verb> verbs) {
        return role.allow().stream()
                .filter(rectangle -> rectangle.covers(database.name(), table))
                .filter(rectangle -> verbs.stream().anyMatch(verb -> has(rectangle.edit(), verb)))
                .toList();
    }

    private static boolean has(Role.Edit edit, Verb verb) {
        return verb == Verb.DELETE ? edit.delete() : !columns(edit, verb).isEmpty();
    }

    private static Set<String> columns(Role.Edit edit, Verb verb) {
        return switch (verb) {
            case INSERT -> edit.insert();
            case UPDATE -> edit.update();
            case SELECT, DELETE -> Set.of();
        };
    }

    /** Two scopes, or two sets of pins, of one verb would lend each other their columns. */
    private boolean isOneScope(List<Role.Rectangle> editing, Sight sight, Verb verb) {
        Role.Rectangle first = editing.getFirst();
        for (Role.Rectangle other : editing) {
            if (!other.scope().equals(first.scope())
                    || !other.edit().set().equals(first.edit().set())) {
                refuse(
                        other,
                        "role `"
                                + role.name()
                                + "` has two rules for `"
                                + verb.name().toLowerCase(Locale.ROOT)
                                + "` on `"
                                + sight.table().name()
                                + "` with different rows or `set:`",
                        "make them one, or use two roles");
                return false;
            }
        }
        return true;
    }

    private void allow(Sight sight, Verb verb, Set<String> columns, TableName view, String rows) {
        TableName base = sight.table().name();
        SqlIdentifier lens = NativeNames.lens(role.name());
        SqlIdentifier group = group();
        if (verb == Verb.DELETE) {
            draft.grant(Securable.Relation.whole(base), verb.name(), lens);
            draft.grant(Securable.Relation.whole(view), verb.name(), group);
        }
        for (String column : columns) {
            draft.grant(Securable.Relation.column(base, column), verb.name(), lens);
            draft.grant(Securable.Relation.column(view, column), verb.name(), group);
        }
        if (database.keptInView(base).isEmpty()) {
            draft.add(PolicyWriter.permissive(base, policy(verb, ""), verb, lens, rows));
        }
    }

    private void pin(
            Sight sight, Verb verb, Map<String, Scope.Value> pins, Map<String, String> defaults) {
        if (pins.isEmpty() || verb == Verb.DELETE) {
            return;
        }
        Surroundings.Table table = sight.table();
        var writer = new ScopeWriter(role.name(), database, surroundings, draft);
        List<Scope.Condition> checks =
                pins.entrySet().stream()
                        .<Scope.Condition>map(pin ->
                                new Scope.Matches(pin.getKey(), pin.getValue(), role.place()))
                        .toList();
        String check = writer.text(new Scope.AllOf(checks), table, table.name().table());
        draft.add(
                PolicyWriter.restrictive(
                        table.name(),
                        policy(verb, "_pin"),
                        verb,
                        NativeNames.lens(role.name()),
                        check));
        if (verb == Verb.INSERT) {
            pins.forEach((column, value) ->
                    table.column(column)
                            .filter(found -> sight.isClear(column))
                            .ifPresent(found -> defaults.put(column, writer.value(value, found))));
        }
    }

    private SqlIdentifier policy(Verb verb, String suffix) {
        return NativeNames.policy(role.name(), verb.name().toLowerCase(Locale.ROOT) + suffix);
    }

    private void refuse(Role.Rectangle rectangle, String message, String instead) {
        draft.problem(rectangle.place(), SP3003, message, instead);
    }
}
