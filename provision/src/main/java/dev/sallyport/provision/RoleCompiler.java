package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3002;
import static dev.sallyport.problem.ProblemCode.SP3003;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Scope;
import dev.sallyport.sql.SqlIdentifier;
import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One policy role as native objects: the group people are members of, the lens nobody is a member
 * of, its views, its grants and its row policies.
 *
 * <p>Rows and columns belong to the lens, so two roles of one person are united, never multiplied.
 */
final class RoleCompiler {
    private final Policy policy;
    private final Catalog.Database database;
    private final NativeRoles roles;
    private final Surroundings surroundings;
    private final ScopeReach reach;
    private final ScopeColumns scopeColumns;
    private final Draft draft;

    RoleCompiler(
            Policy policy,
            Catalog.Database database,
            NativeRoles roles,
            Surroundings surroundings,
            DatabaseCheck check,
            Draft draft) {
        this.policy = policy;
        this.database = database;
        this.roles = roles;
        this.surroundings = surroundings;
        this.draft = draft;
        this.scopeColumns = new ScopeColumns(policy.catalog(), database);
        this.reach =
                new ScopeReach(database, surroundings, check, policy.catalog().scopes(), draft);
    }

    /** Says on every object of a role who answers for it and why it exists. */
    static String comment(Role role) {
        return NativeNames.MARK + " " + role.name() + " · " + role.owner() + " · " + role.reason();
    }

    void compile(Role role) {
        if (!hasFreeNames(role)) {
            return;
        }
        SqlIdentifier group = NativeNames.group(role.name());
        SqlIdentifier lens = NativeNames.lens(role.name());
        draft.add(new NativeObject.GroupRole(group, AccountCompiler.GROUP, comment(role)));
        draft.add(new NativeObject.OwnSchema(new SqlIdentifier(role.name())));
        draft.grant(new Securable.Schema(role.name()), "USAGE", group);
        Map<TableName, Sight> sights = sights(role);
        NativeRoles.Editing editing = roles.editing(role);
        if (editing == NativeRoles.Editing.APART) {
            draft.add(
                    new NativeObject.GroupRole(
                            NativeNames.group(NativeNames.editing(role.name())),
                            AccountCompiler.GROUP,
                            comment(role)));
        }
        Edits edits = new Edits(role, database, editing, reach, scopeColumns, surroundings, draft);
        for (Catalog.GovernedTable governed : database.tables()) {
            edits.checkSeen(governed, sights);
        }
        if (sights.isEmpty()) {
            return;
        }
        draft.add(new NativeObject.GroupRole(lens, AccountCompiler.GROUP, comment(role)));
        draft.grant(Securable.Relation.whole(FunctionWriter.MINE), "SELECT", lens);
        sights.values().forEach(sight -> see(sight, sights, edits));
    }

    private boolean hasFreeNames(Role role) {
        String name = role.name();
        if (NativeNames.isReserved(name) || NativeNames.bytes(name) > NativeNames.MAX_ROLE_BYTES) {
            draft.problem(
                    role.place(),
                    SP3003,
                    "role `" + name + "` cannot be the name of a schema of ours",
                    "use at most 41 bytes, not starting with `sp_` or `pg_`");
            return false;
        }
        for (SqlIdentifier ours : List.of(NativeNames.group(name), NativeNames.lens(name))) {
            if (surroundings.roles().contains(ours.name())
                    && !surroundings.groups().contains(ours.name())) {
                foreign(role, "role", ours.name());
            }
        }
        String owner = surroundings.schemas().get(name);
        if (owner != null && !owner.equals(NativeNames.DEFINER.name())) {
            foreign(role, "schema", name);
        }
        return true;
    }

    private void foreign(Role role, String what, String name) {
        draft.problem(
                role.place(),
                SP3002,
                "the database has a " + what + " `" + name + "` that Sallyport did not make",
                "rename the policy role, or drop that " + what);
    }

    /** By table, every table of which some rectangle shows something. */
    private Map<TableName, Sight> sights(Role role) {
        Map<TableName, Sight> sights = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>();
        for (Catalog.GovernedTable governed : database.tables()) {
            surroundings
                    .table(governed.name())
                    .flatMap(table -> sight(role, governed, table))
                    .ifPresent(sight -> {
                        if (!names.add(governed.name().table())) {
                            draft.problem(
                                    role.place(),
                                    SP3003,
                                    "role `"
                                            + role.name()
                                            + "` sees two tables named `"
                                            + governed.name().table()
                                            + "`",
                                    "use one role for each schema");
                        }
                        sights.put(governed.name(), sight);
                    });
        }
        return sights;
    }

    private Optional<Sight> sight(
            Role role, Catalog.GovernedTable governed, Surroundings.Table table) {
        List<Role.Rectangle> showing = new ArrayList<>();
        Map<String, Scope> scopes = new LinkedHashMap<>();
        for (Role.Rectangle rectangle : role.allow()) {
            if (!covers(rectangle, governed) || !Sight.shows(rectangle, governed, table)) {
                continue;
            }
            reach.scope(rectangle, table)
                    .ifPresent(scope -> {
                        showing.add(rectangle);
                        scopes.put(scope.name(), scope);
                    });
        }
        if (scopes.size() > 1) {
            draft.problem(
                    showing.get(1).place(),
                    SP3003,
                    "role `"
                            + role.name()
                            + "` sees `"
                            + table.name()
                            + "` with the scopes `"
                            + String.join("`, `", scopes.keySet())
                            + "`; one view cannot keep their rows and columns apart",
                    "give them one scope, or use two roles");
        }
        return scopes.values().stream()
                .findFirst()
                .map(scope -> new Sight(role, governed, table, scope, showing));
    }

    private boolean covers(Role.Rectangle rectangle, Catalog.GovernedTable governed) {
        return rectangle.covers(database.name(), governed.name());
    }

    private void see(Sight sight, Map<TableName, Sight> sights, Edits edits) {
        String role = sight.role().name();
        TableName base = sight.table().name();
        var view = new TableName(role, base.table());
        var writer = new ViewWriter(sight, policy, draft);
        String rows = reach.rows(sight.scope(), sight.table(), sights, role);
        Edits.Made made = edits.compile(sight, sights, view);
        boolean fenced = database.keptInView(base).isEmpty();
        draft.add(
                writer.view(
                        view,
                        made,
                        fenced ? Optional.empty() : Optional.of(rows + edits.unlessOver(made))));
        draft.grant(Securable.Relation.whole(view), "SELECT", NativeNames.group(role));
        for (String column : writer.read()) {
            draft.grant(Securable.Relation.column(base, column), "SELECT", NativeNames.lens(role));
        }
        if (fenced) {
            draft.add(
                    PolicyWriter.permissive(
                            base,
                            NativeNames.policy(role, "see"),
                            Verb.SELECT,
                            NativeNames.lens(role),
                            rows));
        }
    }
}
