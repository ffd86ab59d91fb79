package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3002;
import static dev.sallyport.problem.ProblemCode.SP3003;

import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.sql.SqlIdentifier;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One account for each person, a member of the roles held and of nothing else. */
final class AccountCompiler {
    /** Enough for the gateway's warm connections and a desktop tool or two; a bound on a leak. */
    static final int CONNECTIONS = 20;

    private static final String POWERLESS =
            " NOSUPERUSER INHERIT NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION"
                    + " LIMIT ";
    static final String GROUP = "NOLOGIN" + POWERLESS + "-1 VALID UNTIL 'infinity'";
    private static final String ACTIVE =
            "LOGIN" + POWERLESS + CONNECTIONS + " VALID UNTIL 'infinity'";
    private static final String DORMANT =
            "NOLOGIN" + POWERLESS + CONNECTIONS + " VALID UNTIL 'infinity'";

    private final Policy policy;
    private final Surroundings surroundings;
    private final Draft draft;

    AccountCompiler(Policy policy, Surroundings surroundings, Draft draft) {
        this.policy = policy;
        this.surroundings = surroundings;
        this.draft = draft;
    }

    void compile(Entitlements entitlements) {
        entitlements.holders().values().stream().filter(this::mayHaveOne).forEach(this::active);
        surroundings.accounts().stream()
                .filter(login -> entitlements.of(login).isEmpty())
                .forEach(this::dormant);
    }

    private boolean mayHaveOne(Entitlements.Holder holder) {
        Directory.Person person = holder.person();
        String login = person.login();
        if (NativeNames.isReserved(login) || NativeNames.bytes(login) > NativeNames.MAX_BYTES) {
            draft.problem(
                    person.place(),
                    SP3003,
                    "`" + login + "` cannot be the name of an account",
                    "use at most 63 bytes, not starting with `sp_` or `pg_`");
            return false;
        }
        if (surroundings.roles().contains(login) && !surroundings.accounts().contains(login)) {
            draft.problem(
                    person.place(),
                    SP3002,
                    "the database has a role `" + login + "` that Sallyport did not make",
                    "give the person another login, or drop that role");
            return false;
        }
        return true;
    }

    private void active(Entitlements.Holder holder) {
        String login = holder.person().login();
        var name = new SqlIdentifier(login);
        draft.add(new NativeObject.LoginRole(name, ACTIVE, NativeObject.Secret.OURS));
        member(NativeNames.PERSON, name);
        holder.person()
                .attributes()
                .forEach((attribute, values) ->
                        draft.add(new NativeObject.AttributeRow(login, attribute, values)));
        List<Entitlements.Held> roles =
                holder.roles().stream()
                        .filter(held -> policy.roles().containsKey(held.role()))
                        .toList();
        for (Entitlements.Held held : roles) {
            member(NativeNames.group(held.role()), name);
            draft.add(
                    new NativeObject.HeldRow(
                            login,
                            held.role(),
                            NativeObject.HeldRow.CURRENT,
                            held.until().map(end -> end.truncatedTo(ChronoUnit.MICROS))));
        }
        draft.add(
                new NativeObject.RoleSetting(
                        name,
                        Optional.of(new SqlIdentifier(surroundings.database())),
                        "search_path",
                        roles.stream()
                                .map(held -> SqlText.name(held.role()))
                                .collect(Collectors.joining(", "))));
    }

    private void dormant(String login) {
        var name = new SqlIdentifier(login);
        draft.add(new NativeObject.LoginRole(name, DORMANT, NativeObject.Secret.NONE));
        member(NativeNames.PERSON, name);
    }

    private void member(SqlIdentifier role, SqlIdentifier member) {
        String options =
                surroundings.hasMembershipOptions()
                        ? "WITH INHERIT TRUE, SET FALSE, ADMIN FALSE"
                        : "";
        draft.add(new NativeObject.Membership(role, member, options, Optional.empty()));
    }
}
