package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3002;
import static dev.sallyport.problem.ProblemCode.SP3003;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Hardening;
import dev.sallyport.policy.Policy;
import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.sql.SqlIdentifier;
import dev.sallyport.sql.TableName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns a policy and who holds what into the wanted state of one database. */
final class StateCompiler {
    /** What is said on the roles that are no role of the policy. */
    static final String OWN = NativeNames.MARK + " · its own";

    /**
     * @param steps what is done once on the way there
     * @param problems why it cannot be; empty where it can
     */
    record Compiled(NativeState wanted, List<NativeObject> steps, List<Problem> problems) {}

    private StateCompiler() {}

    static Compiled compile(
            Policy policy,
            String databaseName,
            Entitlements entitlements,
            Surroundings surroundings) {
        var draft = new Draft();
        Catalog.Database database = policy.catalog().databases().get(databaseName);
        if (database == null) {
            draft.problem(
                    Place.line("policy", 0),
                    SP3003,
                    "the policy has no database `" + databaseName + "`",
                    "name it under `databases:`");
            return new Compiled(draft.wanted(), draft.steps(), draft.problems());
        }
        EnforcementTable.refusals(rulings(policy, database, entitlements)).forEach(draft::problem);
        NativeRoles roles = NativeRoles.of(policy, database, entitlements);
        if (isLeftAsFound(policy, database, roles, surroundings)) {
            surroundings.everybody().may().forEach(draft::add);
            return new Compiled(draft.wanted(), draft.steps(), draft.problems());
        }
        foundation(database, surroundings, draft);
        var check = new DatabaseCheck(policy, database, surroundings, draft);
        new FenceCompiler(surroundings, draft).compile(database);
        new HardeningCompiler(database, surroundings, draft).compile(database);
        var compiler = new RoleCompiler(policy, database, roles, surroundings, check, draft);
        roles.all().forEach(compiler::compile);
        new AccountCompiler(policy, roles, surroundings, draft).compile(entitlements);
        NativeState wanted = draft.wanted();
        return new Compiled(
                wanted,
                draft.steps(),
                draft.problems().isEmpty()
                        ? ForbiddenShapes.in(wanted, surroundings, keptInView(database))
                        : draft.problems());
    }

    private static Set<TableName> keptInView(Catalog.Database database) {
        return database.tables().stream()
                .map(Catalog.GovernedTable::name)
                .filter(table -> database.keptInView(table).isPresent())
                .collect(Collectors.toSet());
    }

    /** An adopted database stays as it was found until some role, or hardening, needs a door. */
    private static boolean isLeftAsFound(
            Policy policy,
            Catalog.Database database,
            NativeRoles roles,
            Surroundings surroundings) {
        return policy.adopted().containsKey(database.name())
                && roles.all().isEmpty()
                && surroundings.groups().isEmpty()
                && Arrays.stream(Hardening.Item.values())
                        .allMatch(item -> database.hardening().declined(item).isPresent());
    }

    /** Of this database; another's are its own plan's. */
    static List<Ruling> rulings(
            Policy policy, Catalog.Database database, Entitlements entitlements) {
        Policy here =
                policy.with(
                        policy.catalog().with(Map.of(database.name(), database)),
                        policy.effective());
        return EnforcementTable.of(here, environment(policy), entitlements);
    }

    /** A policy is planned where it is said of one environment, or of none. */
    static Optional<String> environment(Policy policy) {
        return policy.catalog().environments().keySet().stream().findFirst();
    }

    /** What every scope stands on. */
    private static void foundation(
            Catalog.Database database, Surroundings surroundings, Draft draft) {
        for (SqlIdentifier role : List.of(NativeNames.DEFINER, NativeNames.PERSON)) {
            if (surroundings.roles().contains(role.name())
                    && !surroundings.groups().contains(role.name())) {
                foreign(database, draft, "role `" + role.name() + "`");
            }
            draft.add(new NativeObject.GroupRole(role, AccountCompiler.GROUP, OWN));
        }
        String owner = surroundings.schemas().get(NativeNames.SCHEMA.name());
        if (owner != null && !owner.equals(NativeNames.DEFINER.name())) {
            foreign(database, draft, "schema `" + NativeNames.SCHEMA.name() + "`");
        }
        draft.add(new NativeObject.OwnSchema(NativeNames.SCHEMA));
        draft.grant(new Securable.Database(surroundings.database()), "CONNECT", NativeNames.PERSON);
        for (TableName table : FunctionWriter.TABLES) {
            draft.add(FunctionWriter.table(table));
        }
        draft.add(FunctionWriter.note());
        draft.add(FunctionWriter.mine());
        NativeObject.PolicyFunction only = FunctionWriter.only();
        draft.add(only);
        draft.grant(only.securable(), "EXECUTE", NativeNames.PERSON);
    }

    private static void foreign(Catalog.Database database, Draft draft, String what) {
        draft.problem(
                database.place(),
                SP3002,
                "the database has a " + what + " that Sallyport did not make",
                "drop or rename it");
    }
}
