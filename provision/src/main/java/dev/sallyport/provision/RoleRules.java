package dev.sallyport.provision;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Condition;
import dev.sallyport.policy.Deprecation;
import dev.sallyport.policy.Limits;
import dev.sallyport.policy.OnRequest;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.SavedQuery;
import dev.sallyport.policy.Terms;
import dev.sallyport.problem.Place;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Who enforces what one role says: its rectangles, part by part, and its terms. */
final class RoleRules {
    static final Enforcement UNHELD =
            new Enforcement.Native("nobody holds it, so it gives nothing");
    static final Enforcement UNOPENED = new Enforcement.Native("gives nothing until opened");

    /** Names enough to find the views, and no more than a line. */
    private static final int NAMED = 3;

    private final Policy policy;
    private final Optional<String> environment;
    private final RolesInUse inUse;
    private final List<Ruling> rulings;

    RoleRules(Policy policy, Optional<String> environment, RolesInUse inUse, List<Ruling> rulings) {
        this.policy = policy;
        this.environment = environment;
        this.inUse = inUse;
        this.rulings = rulings;
    }

    static Enforcement elsewhere(Set<String> environments) {
        return new Enforcement.Native(
                "nothing here: for `" + String.join("`, `", environments) + "`");
    }

    /** Everything of such a database is refused with it. */
    static Enforcement otherEngine(Catalog.Database database) {
        return Enforcement.Refused.of(
                "database `" + database.name() + "`",
                database.place(),
                "no door is built into an engine other than postgresql");
    }

    void add(Role role) {
        String what = "role `" + role.name() + "`";
        boolean here =
                environment
                        .map(policy.effective(role.name()).orElse(role).terms()::concerns)
                        .orElse(true);
        add(
                what,
                role.place(),
                here
                        ? new Enforcement.Native(
                                "sp_role_" + role.name() + ", schema " + role.name())
                        : elsewhere(policy.effective(role.name()).orElse(role).terms().env()));
        terms(role, what);
        for (Role.Rectangle rectangle : role.allow()) {
            rectangle(role, rectangle, what, here);
        }
    }

    private void terms(Role role, String what) {
        Place place = role.place();
        switch (role.terms()) {
            case Terms(
                            var inherits,
                            var env,
                            var standing,
                            var sessions,
                            var when,
                            var limits,
                            var statements,
                            var queries,
                            var request,
                            var onRequest,
                            var breakGlass,
                            var channels,
                            var console,
                            var deprecated) -> {
                nativeTerm(inherits, "inherits", role, "its rectangles are views here");
                nativeTerm(env, "env", role, "built there and nowhere else");
                if (!standing) {
                    add("`standing: false` of " + what, place, UNOPENED);
                }
                if (!sessions.isNone()) {
                    atGateway(
                            "`sessions` of " + what,
                            place,
                            role,
                            "ends and warns sessions; around it the database has `idle` and"
                                    + " `statement` as settings that anybody may change");
                }
                when.ifPresent(condition -> when(condition, what, role));
                limits(limits, what, role);
                statements.ifPresent(_ -> statements(what, role));
                queries(queries, what, role);
                request.ifPresent(one -> add("`request` of " + what, one.place(), UNOPENED));
                onRequest.forEach(one -> opens(one, what));
                breakGlass.ifPresent(one -> add("`break_glass` of " + what, one.place(), UNOPENED));
                if (!channels.isNone()) {
                    atGateway(
                            "`channels` of " + what,
                            place,
                            role,
                            "refuses LISTEN and NOTIFY on any other; around it PostgreSQL has no"
                                    + " right for them");
                }
                nativeTerm(
                        console,
                        "console",
                        role,
                        "gives nothing; the section `console` gives rights in Sallyport itself");
                deprecated.ifPresent(one -> deprecated(one, what));
            }
        }
    }

    private void nativeTerm(Collection<String> written, String term, Role role, String how) {
        if (!written.isEmpty()) {
            add(
                    "`" + term + "` of role `" + role.name() + "`",
                    role.place(),
                    new Enforcement.Native(how));
        }
    }

    private void queries(List<SavedQuery> queries, String what, Role role) {
        if (!queries.isEmpty()) {
            Place place = queries.getFirst().place();
            atGateway(
                    "`only_queries` of " + what,
                    place,
                    role,
                    "refuses every other statement; around it any query may run");
        }
    }

    private void opens(OnRequest one, String what) {
        add("`on_request` of " + what, one.opens().place(), UNOPENED);
    }

    private void deprecated(Deprecation one, String what) {
        add(
                "`deprecated` of " + what,
                one.place(),
                new Enforcement.Native("dead at " + one.until() + " in sp.held"));
    }

    private void when(Condition condition, String what, Role role) {
        atGateway(
                "`when` of " + what,
                condition.place(),
                role,
                "a session of whoever holds it opens and lives while it holds; around it nobody asks");
    }

    private void limits(Limits limits, String what, Role role) {
        if (inUse.contains(role.name())) {
            rulings.addAll(LimitRules.of(limits, what, role.place()));
        } else if (!limits.isNone()) {
            add("`limits` of " + what, role.place(), UNHELD);
        }
    }

    /** What it leaves out is not granted where grants can tell, and refused by the gateway. */
    private void statements(String what, Role role) {
        atGateway(
                "`statements` of " + what,
                role.place(),
                role,
                "refuses the others; around it there is no grant of SELECT, INSERT, UPDATE or DELETE"
                        + " left out");
    }

    private void rectangle(Role role, Role.Rectangle rectangle, String what, boolean here) {
        String on = " of " + what + " on " + targets(rectangle);
        Place place = rectangle.place();
        Optional<Catalog.Database> foreign = foreignEngine(rectangle);
        if (!rectangle.see().isEmpty()) {
            String seen = "see `" + String.join("`, `", sorted(rectangle.see())) + "`" + on;
            shown(seen, place, here, foreign, "in clear in " + views(role, rectangle));
        }
        new TreeMap<>(rectangle.masked())
                .forEach((dataClass, mask) ->
                        shown(
                                "mask `" + mask + "` for `" + dataClass + "`" + on,
                                place,
                                here,
                                foreign,
                                "an expression in " + views(role, rectangle)));
        if (!rectangle.edit().isNothing()) {
            String how = "grants by column and a row policy by verb" + pins(rectangle.edit().set());
            shown("edit" + on, place, here, foreign, how);
        }
        if (!rectangle.export().isEmpty()) {
            atGateway("`export`" + on, place, role, LimitRules.EXPORTED);
        }
    }

    private void shown(
            String what,
            Place place,
            boolean here,
            Optional<Catalog.Database> foreign,
            String how) {
        if (!here) {
            add(what, place, new Enforcement.Native("nothing here"));
        } else if (foreign.isPresent()) {
            add(what, place, otherEngine(foreign.get()));
        } else {
            add(what, place, new Enforcement.Native(how));
        }
    }

    private Optional<Catalog.Database> foreignEngine(Role.Rectangle rectangle) {
        return rectangle.on().stream()
                .flatMap(on ->
                        Optional.ofNullable(policy.catalog().databases().get(on.database()))
                                .stream())
                .filter(database -> database.engine() != Catalog.Engine.POSTGRESQL)
                .filter(database -> environment.map(database::standsIn).orElse(true))
                .findFirst();
    }

    private static String pins(Map<String, ?> set) {
        return set.isEmpty() ? "" : "; `set` as default and check";
    }

    private static List<String> sorted(Set<String> words) {
        return words.stream().sorted().toList();
    }

    private static String targets(Role.Rectangle rectangle) {
        return rectangle.on().stream()
                .map(on ->
                        "`" + on.database() + on.table().map(table -> "." + table).orElse("") + "`")
                .collect(Collectors.joining(", "));
    }

    private String views(Role role, Role.Rectangle rectangle) {
        List<String> views =
                policy.catalog().databases().values().stream()
                        .flatMap(database ->
                                database.tables().stream()
                                        .filter(table ->
                                                policy.covers(
                                                        rectangle, database.name(), table.name())))
                        .filter(table -> shows(rectangle, table))
                        .map(table -> role.name() + "." + table.name().table())
                        .distinct()
                        .toList();
        String named = String.join(", ", views.subList(0, Math.min(NAMED, views.size())));
        return switch (views.size()) {
            case 0 -> "no view: no table of it has such columns";
            case 1 -> "view " + named;
            default ->
                    "views "
                            + named
                            + (views.size() > NAMED
                                    ? " and " + (views.size() - NAMED) + " more"
                                    : "");
        };
    }

    private static boolean shows(Role.Rectangle rectangle, Catalog.GovernedTable table) {
        return table.columns().values().stream()
                .anyMatch(one ->
                        rectangle.see().contains(one) || rectangle.masked().containsKey(one));
    }

    private void atGateway(String what, Place place, Role role, String how) {
        add(what, place, inUse.contains(role.name()) ? new Enforcement.Gateway(how) : UNHELD);
    }

    private void add(String what, Place place, Enforcement by) {
        rulings.add(new Ruling(what, place, by));
    }
}
