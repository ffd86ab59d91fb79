package dev.sallyport.provision;

import dev.sallyport.policy.Adopted;
import dev.sallyport.policy.Assignment;
import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.ConsoleAssignment;
import dev.sallyport.policy.Duty;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Environment;
import dev.sallyport.policy.Function;
import dev.sallyport.policy.Guardrail;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyTest;
import dev.sallyport.policy.Review;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.RowKeeping;
import dev.sallyport.policy.Scope;
import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who enforces each rule of a policy: the one answer that plans refuse by and that people read.
 *
 * <p>The records are taken apart whole, so that a new word of the language does not compile until
 * somebody has decided about it here.
 */
public final class EnforcementTable {
    private final Policy policy;
    private final Optional<String> environment;
    private final Entitlements entitlements;
    private final RolesInUse inUse;
    private final List<Ruling> rulings = new ArrayList<>();

    private EnforcementTable(
            Policy policy, Optional<String> environment, Entitlements entitlements) {
        this.policy = policy;
        this.environment = environment;
        this.entitlements = entitlements;
        this.inUse = new RolesInUse(policy, entitlements);
    }

    /**
     * Every rule, in the order of the policy.
     *
     * @param environment where the databases stand; empty where the policy declares none
     * @param entitlements who holds what there
     */
    public static List<Ruling> of(
            Policy policy, Optional<String> environment, Entitlements entitlements) {
        var table = new EnforcementTable(policy, environment, entitlements);
        table.policy();
        return List.copyOf(table.rulings);
    }

    /**
     * The same, with what a plan for the databases as they are says: each problem refuses a rule of
     * its line, or stands by itself where the line has none.
     */
    public static List<Ruling> with(List<Ruling> rulings, List<Problem> problems) {
        List<Ruling> all = new ArrayList<>(rulings);
        List<Problem> known = refusals(rulings);
        problems.stream()
                .distinct()
                .filter(problem -> !known.contains(problem))
                .forEach(problem -> refuse(all, problem));
        return List.copyOf(all);
    }

    private static void refuse(List<Ruling> all, Problem problem) {
        Place place = problem.place().orElse(Place.line("policy", 0));
        var refused = new Enforcement.Refused(problem.message(), problem);
        for (int i = 0; i < all.size(); i++) {
            Ruling ruling = all.get(i);
            if (ruling.place().equals(place) && !(ruling.by() instanceof Enforcement.Refused)) {
                all.set(i, new Ruling(ruling.rule(), place, refused));
                return;
            }
        }
        all.add(new Ruling("as the database is", place, refused));
    }

    /** What keeps a policy from being planned, whatever the database is like. */
    static List<Problem> refusals(List<Ruling> rulings) {
        List<Problem> problems = new ArrayList<>();
        for (Ruling ruling : rulings) {
            switch (ruling.by()) {
                case Enforcement.Native _, Enforcement.Gateway _ -> {}
                case Enforcement.Refused(_, Problem problem) -> problems.add(problem);
            }
        }
        return problems.stream().distinct().toList();
    }

    private void policy() {
        switch (policy) {
            case Policy(
                            String hash,
                            Catalog catalog,
                            Map<String, Role> roles,
                            Map<String, Role> effective,
                            Map<String, Function> functions,
                            List<Assignment> assignments,
                            List<Duty> separation,
                            List<Guardrail> guardrails,
                            List<Review> reviews,
                            List<ConsoleAssignment> console,
                            List<PolicyTest> judgedWithoutADatabase,
                            Map<String, Adopted> foundAndLeftAsItIs) -> {
                catalog(catalog);
                var roleRules = new RoleRules(policy, environment, inUse, rulings);
                roles.values().forEach(roleRules::add);
                functions.values().forEach(this::function);
                assignments.forEach(this::assignment);
                separation.forEach(this::duty);
                var guardrailRules = new GuardrailRules(policy, environment, entitlements);
                guardrails.forEach(one -> rulings.add(guardrailRules.of(one)));
                reviews.forEach(this::review);
                console.forEach(this::console);
            }
        }
    }

    private void catalog(Catalog catalog) {
        switch (catalog) {
            case Catalog(
                            var environments,
                            var databases,
                            var words,
                            var saidWhereARoleMasks,
                            var scopes,
                            var purposes) -> {
                environments.values().forEach(this::environment);
                databases.values().forEach(this::database);
                scopes.values().forEach(this::scope);
                purposes.values().forEach(this::purpose);
            }
        }
    }

    private void environment(Environment one) {
        String what = "environment `" + one.name() + "`";
        if (environment.filter(one.name()::equals).isEmpty()) {
            add(what, one.place(), new Enforcement.Native("not here: nothing of it is built"));
            return;
        }
        add(what, one.place(), new Enforcement.Native("here: what is said of another is left out"));
        if (one.requirePurpose()) {
            add("`require_purpose` of " + what, one.place(), purposeRequired(what, one.place()));
        }
        String record = "`record` of " + what;
        switch (one.record()) {
            case FULL -> refuse(record, one.place(), "values are never kept");
            case STATEMENTS, RELAXED ->
                    add(
                            record,
                            one.place(),
                            new Enforcement.Gateway(
                                    "statements without values, on record before the result"));
        }
    }

    /** A session has all roles of its person, so it needs a purpose that all of them are for. */
    private Enforcement purposeRequired(String what, Place place) {
        return entitlements.accounts().stream()
                .filter(account -> commonPurposes(account).isEmpty())
                .findFirst()
                .<Enforcement>map(account ->
                        Enforcement.Refused.of(
                                "`require_purpose` of " + what,
                                place,
                                "the roles of `" + account.login() + "` have no common purpose"))
                .orElseGet(() ->
                        new Enforcement.Gateway(
                                "refuses a session that states none; around it nobody is asked"));
    }

    private Set<String> commonPurposes(Entitlements.Account account) {
        Set<String> common = new HashSet<>(policy.catalog().purposes().keySet());
        account.roles().stream()
                .flatMap(held -> policy.effective(held.role()).stream())
                .forEach(role -> common.retainAll(role.purposes()));
        return common;
    }

    private void database(Catalog.Database database) {
        String what = "database `" + database.name() + "`";
        if (!environment.map(database::standsIn).orElse(true)) {
            add(what, database.place(), new Enforcement.Native("stands elsewhere: not touched"));
            return;
        }
        switch (database.engine()) {
            case POSTGRESQL ->
                    add(
                            what,
                            database.place(),
                            new Enforcement.Native(
                                    "nothing for PUBLIC; accounts of its own for everybody"));
            case MARIADB, MYSQL -> add(what, database.place(), RoleRules.otherEngine(database));
        }
        database.keepings().forEach(keeping -> keeping(database, keeping));
        database.byName().values().forEach(table -> columns(database, table));
        database.patterns().forEach(pattern -> columns(database, pattern));
    }

    private void keeping(Catalog.Database database, RowKeeping keeping) {
        String what = "rows of `" + database.name() + "." + keeping.pattern() + "`";
        switch (database.engine()) {
            case POSTGRESQL ->
                    add(
                            what,
                            keeping.place(),
                            new Enforcement.Native(
                                    switch (keeping.rows()) {
                                        case POLICY -> "row security of the table";
                                        case VIEW ->
                                                "each view keeps them back; the table has no row"
                                                        + " security";
                                    }));
            case MARIADB, MYSQL -> add(what, keeping.place(), RoleRules.otherEngine(database));
        }
    }

    private void columns(Catalog.Database database, Catalog.GovernedTable table) {
        columns(database, "`" + database.name() + "." + table.name() + "`", table.place());
    }

    private void columns(Catalog.Database database, Catalog.ColumnPattern pattern) {
        String schema = pattern.schema().map(name -> name + ".").orElse("");
        columns(database, "`" + database.name() + "." + schema + "*`", pattern.place());
    }

    private void columns(Catalog.Database database, String table, Place place) {
        String what = "columns of " + table;
        switch (database.engine()) {
            case POSTGRESQL ->
                    add(
                            what,
                            place,
                            new Enforcement.Native(
                                    "views and column rights; a column without a class is in no view"));
            case MARIADB, MYSQL -> add(what, place, RoleRules.otherEngine(database));
        }
    }

    private void scope(Scope scope) {
        String how =
                waitsForRequest(scope.condition())
                        ? "row policies of lenses; no row until a request names its subject"
                        : "row policies of lenses, keyed by session_user";
        add("scope `" + scope.name() + "`", scope.place(), new Enforcement.Native(how));
    }

    private static boolean waitsForRequest(Scope.Condition condition) {
        return switch (condition) {
            case Scope.Everything everything -> false;
            case Scope.AllOf(List<Scope.Condition> parts) ->
                    parts.stream().anyMatch(EnforcementTable::waitsForRequest);
            case Scope.AnyOf(List<Scope.Condition> parts) ->
                    parts.stream().anyMatch(EnforcementTable::waitsForRequest);
            case Scope.Matches matches ->
                    switch (matches.value()) {
                        case Scope.RequestedSubject subject -> true;
                        case Scope.UserAttribute attribute -> false;
                        case Scope.Literal literal -> false;
                        case Scope.Null none -> false;
                    };
            case Scope.Exists exists -> waitsForRequest(exists.where());
        };
    }

    private void purpose(Catalog.Purpose purpose) {
        String what = "purpose `" + purpose.name() + "`";
        add(
                what,
                purpose.place(),
                new Enforcement.Gateway(
                        "stated at sign-in or by SET; on record with each statement"));
        boolean used =
                policy.roles().values().stream()
                        .filter(role -> inUse.contains(role.name()))
                        .anyMatch(role -> role.purposes().contains(purpose.name()));
        if (!purpose.needs().isEmpty()) {
            if (used && purpose.needs().contains("subject")) {
                refuse("`needs` of " + what, purpose.place(), "no door asks for a subject");
            } else if (used) {
                add(
                        "`needs` of " + what,
                        purpose.place(),
                        new Enforcement.Gateway("refuses the purpose without them; on record"));
            } else {
                add("`needs` of " + what, purpose.place(), RoleRules.UNHELD);
            }
        }
    }

    private void console(ConsoleAssignment one) {
        add(
                "console role `"
                        + one.role().word()
                        + "` for "
                        + AssignmentWords.grantee(one.grantee()),
                one.place(),
                new Enforcement.Native("no right here: the control plane asks for it"));
    }

    private void function(Function function) {
        add(
                "function `" + function.name() + "`",
                function.place(),
                new Enforcement.Native(
                        "stands for roles `" + String.join("`, `", function.roles()) + "`"));
    }

    private void assignment(Assignment assignment) {
        switch (assignment) {
            case Assignment(
                            var grantee,
                            var roles,
                            var writtenForRoles,
                            var env,
                            var end,
                            var eligible,
                            var onBehalfOf,
                            var limits,
                            var edit,
                            var reason,
                            var place) -> {
                String what =
                        "`"
                                + String.join("`, `", roles)
                                + "` for "
                                + AssignmentWords.grantee(grantee);
                boolean here = environment.map(assignment::concerns).orElse(true);
                boolean gives = here && !eligible;
                add(what, place, new Enforcement.Native(AssignmentWords.how(assignment, here)));
                if (gives) {
                    rulings.addAll(LimitRules.of(limits, what, place));
                } else if (!limits.isNone()) {
                    add("`limits` of " + what, place, RoleRules.UNHELD);
                }
            }
        }
    }

    private void duty(Duty duty) {
        String what = "separation of duties `" + duty.name() + "`";
        switch (duty) {
            case Duty.NeverBoth both -> {
                boolean here =
                        both.env().isEmpty() || environment.map(both.env()::contains).orElse(true);
                switch (both.reach()) {
                    case EVER ->
                            add(
                                    what,
                                    both.place(),
                                    new Enforcement.Native(
                                            "no account holds both: checked before every plan"));
                    case SESSION -> {
                        if (here) {
                            refuse(what, both.place(), "a session uses all roles at once");
                        } else {
                            add(what, both.place(), RoleRules.elsewhere(both.env()));
                        }
                    }
                }
            }
            case Duty.SoleReviewer reviewer ->
                    refuse(what, reviewer.place(), "nobody keeps reviews of policy files");
            case Duty.FourEyes noRequests -> add(what, noRequests.place(), RoleRules.UNOPENED);
            case Duty.Acceptance read ->
                    add(what, read.place(), new Enforcement.Native("gives and takes nothing"));
        }
    }

    /** Whoever holds what a review would look at keeps it until somebody takes the line out. */
    private void review(Review review) {
        String what = "review `" + review.name() + "`";
        if (review.ifSilent().isPresent()) {
            refuse(what, review.place(), "nobody holds reviews, so silence takes nothing away");
        } else {
            add(what, review.place(), new Enforcement.Native("gives and takes nothing by itself"));
        }
    }

    private void add(String what, Place place, Enforcement by) {
        rulings.add(new Ruling(what, place, by));
    }

    private void refuse(String what, Place place, String why) {
        add(what, place, Enforcement.Refused.of(what, place, why));
    }
}
