package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3010;

import dev.sallyport.problem.Problem;
import dev.sallyport.sql.SqlIdentifier;
import dev.sallyport.sql.TableName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks at a wanted state once more before it becomes a plan: whatever the compiler made of a
 * policy, no shape known to leak leaves it. What is found is a defect of ours, not of the policy.
 */
final class ForbiddenShapes {
    /** Everything else reaches rows that no policy shows, or code that others run. */
    private static final Set<String> PRIVILEGES =
            Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "USAGE", "EXECUTE", "CONNECT");

    private static final Set<String> POWERS =
            Set.of("SUPERUSER", "CREATEDB", "CREATEROLE", "REPLICATION", "BYPASSRLS");

    private static final Set<String> BY_COLUMN = Set.of("SELECT", "INSERT", "UPDATE");

    /** What brings rows where nobody may have brought them. */
    private static final Set<String> WRITES = Set.of("INSERT", "UPDATE");

    private static final Pattern OWNER = Pattern.compile(" OWNER TO \"((?:[^\"]|\"\")*)\"$");
    private static final Pattern POLICY =
            Pattern.compile(" AS (?:PERMISSIVE|RESTRICTIVE) FOR (\\w+) TO \"((?:[^\"]|\"\")*)\" ");

    /** Wherever two quoted names meet; overlapping, so rather too many than too few. */
    private static final Pattern QUALIFIED =
            Pattern.compile("(?=(\"(?:[^\"]++|\"\")*+\"\\.\"(?:[^\"]++|\"\")*+\"))");

    private final NativeState wanted;
    private final Surroundings surroundings;
    private final Set<TableName> keptInView;
    private final Set<String> grantable = new HashSet<>();
    private final Set<String> members = new HashSet<>();
    private final Set<String> schemas = new HashSet<>();
    private final Set<String> powerless = new HashSet<>();
    private final Set<String> tableOwners = new HashSet<>();
    private final Set<TableName> written = new HashSet<>();
    private final Map<String, TableName> tables = new HashMap<>();
    private final Map<String, Map<TableName, Set<TableName>>> asked = new TreeMap<>();
    private final Set<Problem> found = new LinkedHashSet<>();

    private ForbiddenShapes(
            NativeState wanted, Surroundings surroundings, Set<TableName> keptInView) {
        this.wanted = wanted;
        this.surroundings = surroundings;
        this.keptInView = keptInView;
        for (NativeObject object : wanted.objects()) {
            switch (object) {
                case NativeObject.Membership membership -> {
                    grantable.add(membership.role().name());
                    members.add(membership.member().name());
                }
                case NativeObject.LoginRole login -> grantable.add(login.name().name());
                case NativeObject.OwnSchema schema -> schemas.add(schema.name().name());
                case NativeObject.GroupRole group when !isPowerful(group.attributes()) ->
                        powerless.add(group.name().name());
                case NativeObject.Grant(Securable.Relation on, String privilege, _, _)
                        when WRITES.contains(privilege) ->
                        written.add(on.name());
                default -> {}
            }
        }
        for (Surroundings.Table table : surroundings.tables().values()) {
            tableOwners.add(table.owner().name());
            tables.put(table.name().quoted(), table.name());
        }
    }

    /**
     * @param keptInView tables that the policy wants without row security
     */
    static List<Problem> in(
            NativeState wanted, Surroundings surroundings, Set<TableName> keptInView) {
        var shapes = new ForbiddenShapes(wanted, surroundings, keptInView);
        wanted.objects().forEach(shapes::look);
        shapes.lookForCircles();
        return List.copyOf(shapes.found);
    }

    private void look(NativeObject object) {
        switch (object) {
            case NativeObject.LensView view -> view(view);
            case NativeObject.RowPolicy policy -> policy(policy);
            case NativeObject.PolicyFunction function -> function(function);
            case NativeObject.Grant grant -> grant(grant);
            case NativeObject.Membership membership -> membership(membership);
            case NativeObject.GroupRole group ->
                    refuseIf(isPowerful(group.attributes()), Shape.POWERFUL_OWNER, group);
            case NativeObject.LoginRole login ->
                    refuseIf(isPowerful(login.attributes()), Shape.POWERFUL_OWNER, login);
            case NativeObject.PublicGrant everybody ->
                    refuseIf(everybody.item().isEmpty(), Shape.OPEN_TO_EVERYBODY, everybody);
            case NativeObject.Taken taken -> {}
            case NativeObject.RoleSetting setting -> {}
            case NativeObject.OwnSchema schema -> {}
            case NativeObject.OwnTable table -> {}
            case NativeObject.RowSecurity fence -> {}
            case NativeObject.DefaultPrivilege privilege -> {}
            case NativeObject.HeldRow row -> {}
            case NativeObject.Ending ending -> {}
            case NativeObject.RetiredLogin row -> {}
            case NativeObject.Renaming step -> {}
            case NativeObject.Handover step -> {}
        }
    }

    private void view(NativeObject.LensView view) {
        List<String> statements = view.definition().statements();
        ShapeText text = ShapeText.of(statements.getFirst());
        refuseIf(!text.says("CREATE VIEW "), Shape.FROZEN_ROWS, view);
        refuseIf(
                text.filters() && !text.says("SECURITY_BARRIER"),
                Shape.FILTER_WITHOUT_BARRIER,
                view);
        if (namesKeptInView(statements.getFirst())) {
            refuseIf(
                    !text.filters() || !asksWhoAsks(statements.getFirst()),
                    Shape.UNFILTERED_ROWS,
                    view);
            refuseIf(
                    written.contains(view.name()) && !text.says("WITH CASCADED CHECK OPTION"),
                    Shape.UNCHECKED_WRITE,
                    view);
        }
        refuseIf(text.says("SECURITY_INVOKER"), Shape.INVOKER_VIEW, view);
        refuseIf(text.asksWhatCanBeForged(), Shape.FORGEABLE_SCOPE, view);
        Optional<String> owner =
                statements.stream()
                        .map(OWNER::matcher)
                        .filter(Matcher::find)
                        .map(found -> found.group(1))
                        .findFirst();
        refuseIf(owner.filter(this::isLens).isEmpty(), Shape.POWERFUL_OWNER, view);
    }

    /** Every table of theirs that a statement names. */
    private Stream<TableName> named(String sql) {
        return QUALIFIED
                .matcher(sql)
                .results()
                .flatMap(found -> Optional.ofNullable(tables.get(found.group(1))).stream());
    }

    private boolean namesKeptInView(String sql) {
        return !keptInView.isEmpty() && named(sql).anyMatch(keptInView::contains);
    }

    private static boolean asksWhoAsks(String sql) {
        return sql.contains(FunctionWriter.MINE.quoted()) || sql.contains(FunctionWriter.REACH);
    }

    /** A role of ours that owns no table and that nobody is a member of. */
    private boolean isLens(String role) {
        return powerless.contains(role) && !tableOwners.contains(role) && !grantable.contains(role);
    }

    private void policy(NativeObject.RowPolicy policy) {
        String sql = policy.definition().statements().getFirst();
        Matcher parts = POLICY.matcher(sql);
        if (!parts.find()) {
            refuseIf(true, Shape.OPEN_TO_EVERYBODY, policy);
            return;
        }
        String verb = parts.group(1);
        String role = parts.group(2);
        boolean writes = !verb.equals("SELECT") && !verb.equals("DELETE");
        ShapeText text = ShapeText.of(sql.substring(parts.end()));
        refuseIf(writes && !text.says("WITH CHECK"), Shape.UNCHECKED_WRITE, policy);
        refuseIf(text.asksWhatCanBeForged(), Shape.FORGEABLE_SCOPE, policy);
        refuseIf(
                grantable.contains(role) || members.contains(role),
                Shape.POLICY_FOR_A_GRANTABLE_ROLE,
                policy);
        refuseIf(keptInView.contains(policy.table()), Shape.UNFILTERED_ROWS, policy);
        named(sql.substring(parts.end()))
                .forEach(other -> {
                    refuseIf(
                            keptInView.contains(other) && !asksWhoAsks(sql),
                            Shape.UNFILTERED_ROWS,
                            policy);
                    asked.computeIfAbsent(role, key -> new HashMap<>())
                            .computeIfAbsent(policy.table(), key -> new HashSet<>())
                            .add(other);
                });
    }

    private void lookForCircles() {
        asked.forEach((role, tables) ->
                tables.keySet().stream()
                        .filter(table -> comesBack(table, table, tables, new HashSet<>()))
                        .findFirst()
                        .ifPresent(table ->
                                refuse(
                                        Shape.ENDLESS_POLICY,
                                        "policies of " + role + " on " + table)));
    }

    private static boolean comesBack(
            TableName start,
            TableName at,
            Map<TableName, Set<TableName>> asked,
            Set<TableName> seen) {
        for (TableName next : asked.getOrDefault(at, Set.of())) {
            if (next.equals(start) || (seen.add(next) && comesBack(start, next, asked, seen))) {
                return true;
            }
        }
        return false;
    }

    private void function(NativeObject.PolicyFunction function) {
        List<String> statements = function.definition().statements();
        String sql = statements.getFirst();
        boolean closed =
                statements.stream().anyMatch(s -> s.startsWith("REVOKE ALL ON FUNCTION"))
                        && sql.contains(" SECURITY DEFINER SET search_path = '' ");
        refuseIf(!closed, Shape.OPEN_TO_EVERYBODY, function);
        refuseIf(namesKeptInView(sql) && !asksWhoAsks(sql), Shape.UNFILTERED_ROWS, function);
        // No row hangs on a function that only an event trigger can call.
        boolean decidesRows = !sql.contains(" RETURNS event_trigger ");
        refuseIf(
                decidesRows && ShapeText.body(sql).asksWhatCanBeForged(),
                Shape.FORGEABLE_SCOPE,
                function);
    }

    private void grant(NativeObject.Grant grant) {
        refuseIf(grant.grantee().isEmpty(), Shape.OPEN_TO_EVERYBODY, grant);
        refuseIf(!PRIVILEGES.contains(grant.privilege()), Shape.RIGHT_BESIDE_ROW_SECURITY, grant);
        refuseIf(
                grant.on().equals(new Securable.Schema(NativeNames.SCHEMA.name())),
                Shape.CALLABLE_FUNCTION,
                grant);
        if (grant.on() instanceof Securable.Relation(TableName table, Optional<String> column)) {
            if (table.schema().equals(NativeNames.SCHEMA.name())) {
                boolean fits =
                        table.equals(FunctionWriter.MINE)
                                && grant.privilege().equals("SELECT")
                                && grant.grantee().filter(to -> isLens(to.name())).isPresent();
                refuseIf(!fits, Shape.OWN_TABLE, grant);
            } else if (!schemas.contains(table.schema())) {
                base(grant, table, column);
            }
        }
    }

    /** A right on a table of theirs. */
    private void base(NativeObject.Grant grant, TableName table, Optional<String> column) {
        String grantee = grant.grantee().map(SqlIdentifier::name).orElse("");
        boolean isPerson = grantable.contains(grantee) || members.contains(grantee);
        refuseIf(isPerson, Shape.DIRECT_RIGHT, grant);
        refuseIf(
                column.isEmpty() && BY_COLUMN.contains(grant.privilege()),
                Shape.WHOLE_TABLE,
                grant);
        Optional<Surroundings.Table> theirs = surroundings.table(table);
        boolean fenced =
                wanted.like(new NativeObject.RowSecurity(table)).isPresent()
                        || theirs.filter(t -> t.guard() == Surroundings.Guard.ON).isPresent();
        refuseIf(!fenced && !keptInView.contains(table), Shape.UNFENCED_TABLE, grant);
        boolean key =
                column.flatMap(name -> theirs.flatMap(t -> t.column(name)))
                        .filter(c -> c.is(Surroundings.Trait.PRIMARY_KEY))
                        .isPresent();
        refuseIf(key && !grant.privilege().equals("SELECT"), Shape.KEY_WRITTEN, grant);
    }

    private void membership(NativeObject.Membership membership) {
        boolean bounded =
                surroundings.hasMembershipOptions()
                        ? membership.options().contains("SET FALSE")
                        : membership.options().isEmpty();
        refuseIf(!bounded || membership.mayBePassedOn(), Shape.MEMBERSHIP_WITH_POWER, membership);
    }

    private static boolean isPowerful(String attributes) {
        List<String> words = List.of(attributes.split(" "));
        return POWERS.stream().anyMatch(words::contains);
    }

    private void refuseIf(boolean wrong, Shape shape, NativeObject object) {
        if (wrong) {
            refuse(shape, object.key());
        }
    }

    private void refuse(Shape shape, String where) {
        found.add(
                Problem.of(
                        SP3010,
                        "the plan would make " + shape.words() + ": `" + where + "`",
                        "nothing was changed; this is our mistake: report it with the policy"));
    }
}
