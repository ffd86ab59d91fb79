package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3002;
import static dev.sallyport.problem.ProblemCode.SP3003;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.sql.SqlIdentifier;
import dev.sallyport.sql.TableName;
import java.util.List;

/** Turns a policy and who holds what into the wanted state of one database. */
final class StateCompiler {

    /**
     * @param problems why it cannot be; empty where it can
     */
    record Compiled(NativeState wanted, List<Problem> problems) {}

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
            return new Compiled(draft.wanted(), draft.problems());
        }
        Unenforced.check(policy, database, entitlements, draft);
        foundation(database, surroundings, draft);
        var check = new DatabaseCheck(policy, database, surroundings, draft);
        new FenceCompiler(surroundings, draft).compile(database);
        var roles = new RoleCompiler(policy, database, surroundings, check, draft);
        policy.effective().values().forEach(roles::compile);
        new AccountCompiler(policy, surroundings, draft).compile(entitlements);
        return new Compiled(draft.wanted(), draft.problems());
    }

    /** What every scope stands on. */
    private static void foundation(
            Catalog.Database database, Surroundings surroundings, Draft draft) {
        for (SqlIdentifier role : List.of(NativeNames.DEFINER, NativeNames.PERSON)) {
            if (surroundings.roles().contains(role.name())
                    && !surroundings.groups().contains(role.name())) {
                foreign(database, draft, "role `" + role.name() + "`");
            }
            draft.add(
                    new NativeObject.GroupRole(
                            role, AccountCompiler.GROUP, NativeNames.MARK + " · its own"));
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
        for (NativeObject.PolicyFunction function :
                List.of(
                        FunctionWriter.holds(),
                        FunctionWriter.attribute(),
                        FunctionWriter.only())) {
            draft.add(function);
            draft.grant(function.securable(), "EXECUTE", NativeNames.PERSON);
        }
    }

    private static void foreign(Catalog.Database database, Draft draft, String what) {
        draft.problem(
                database.place(),
                SP3002,
                "the database has a " + what + " that Sallyport did not make",
                "drop or rename it");
    }
}
