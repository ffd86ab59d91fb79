package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3002;
import static dev.sallyport.problem.ProblemCode.SP3003;

import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.SessionClocks;
import dev.sallyport.sql.SqlIdentifier;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One account for each person, each application and each agent that acts for a person: a member of
 * the roles held and of nothing else.
 */
final class AccountCompiler {
    /** Enough for the gateway's warm connections and a desktop tool or two; a bound on a leak. */
    static final int CONNECTIONS = 20;

    /** The gateway ends an idle session first, and says why; the database's words are poorer. */
    private static final Duration AFTER_THE_GATEWAY = Duration.ofSeconds(10);

    private static final String POWERLESS =
            " NOSUPERUSER INHERIT NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION"
                    + " LIMIT ";
    private static final String FOR_EVER = "infinity";
    private static final String UNTIL = " VALID UNTIL ";
    static final String GROUP = "NOLOGIN" + POWERLESS + "-1" + UNTIL + "'" + FOR_EVER + "'";
    private static final String ACTIVE = "LOGIN" + POWERLESS + CONNECTIONS + UNTIL;
    private static final String DORMANT =
            "NOLOGIN" + POWERLESS + CONNECTIONS + UNTIL + "'" + FOR_EVER + "'";

    private static final String INERT = "WITH INHERIT FALSE, SET FALSE, ADMIN FALSE";

    /** As the inspector reads it back. */
    private static final DateTimeFormatter END =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Policy policy;
    private final NativeRoles roles;
    private final Surroundings surroundings;
    private final Draft draft;

    AccountCompiler(Policy policy, NativeRoles roles, Surroundings surroundings, Draft draft) {
        this.policy = policy;
        this.roles = roles;
        this.surroundings = surroundings;
        this.draft = draft;
    }

    void compile(Entitlements entitlements) {
        Set<String> settled =
                new HashSet<>(new DepartureCompiler(surroundings, draft).compile(entitlements));
        for (Entitlements.Account account : entitlements.accounts()) {
            settled.add(account.login());
            if (mayHaveOne(account)) {
                active(account);
            }
        }
        for (Entitlements.Account account : entitlements.suspendedAccounts()) {
            if (isThere(account.login(), entitlements.directory())) {
                settled.add(account.login());
                suspended(account);
            }
        }
        settled.addAll(surroundings.neighbours().elsewhere());
        entitlements.directory().people().keySet().stream()
                .filter(login -> isThere(login, entitlements.directory()))
                .filter(settled::add)
                .forEach(this::dormant);
        surroundings.accounts().stream().filter(settled::add).forEach(this::dormant);
    }

    /** Nobody who never worked here gets an account only to have it shut. */
    private boolean isThere(String login, Directory directory) {
        Directory.Person person = directory.people().get(login);
        return surroundings.accounts().contains(login)
                || (person != null
                        && person.renamedFrom()
                                .filter(surroundings.accounts()::contains)
                                .isPresent());
    }

    private boolean mayHaveOne(Entitlements.Account account) {
        String login = account.login();
        if (NativeNames.isReserved(login) || NativeNames.bytes(login) > NativeNames.MAX_BYTES) {
            draft.problem(
                    account.place(),
                    SP3003,
                    "`" + login + "` cannot be the name of an account",
                    "use at most 63 bytes, not starting with `sp_` or `pg_`");
            return false;
        }
        if (surroundings.roles().contains(login) && !surroundings.accounts().contains(login)) {
            draft.problem(
                    account.place(),
                    SP3002,
                    "the database has a role `" + login + "` that Sallyport did not make",
                    "give the account another login, or drop that role");
            return false;
        }
        if (surroundings.neighbours().strangers().contains(login)) {
            draft.problem(
                    account.place(),
                    SP3002,
                    "the cluster has an account `"
                            + login
                            + "` that another deployment of Sallyport made",
                    "give the account another login, or govern both databases by one deployment");
            return false;
        }
        return true;
    }

    private void active(Entitlements.Account account) {
        String login = account.login();
        var name = new SqlIdentifier(login);
        List<NativeRoles.Holding> held = roles.of(account);
        draft.add(
                new NativeObject.LoginRole(
                        name, ACTIVE + SqlText.literal(end(held)), NativeObject.Secret.OURS));
        member(NativeNames.PERSON, name);
        SortedMap<String, String> attributes = new TreeMap<>();
        account.attributes()
                .forEach((attribute, values) -> attributes.put(attribute, SqlText.array(values)));
        for (NativeRoles.Holding holding : held) {
            member(NativeNames.group(holding.role()), name);
            draft.add(
                    new NativeObject.HeldRow(
                            login,
                            holding.role(),
                            NativeObject.HeldRow.CURRENT,
                            holding.until().map(AccountCompiler::exact),
                            attributes));
        }
        setting(
                name,
                "search_path",
                held.stream()
                        .filter(NativeRoles.Holding::hasViews)
                        .map(holding -> SqlText.name(holding.role()))
                        .collect(Collectors.joining(", ")));
        clocks(account, name);
    }

    /**
     * Anybody may set these otherwise for a session of their own: the gateway keeps the clocks, and
     * they are told here so that a direct connection begins with them.
     */
    private void clocks(Entitlements.Account account, SqlIdentifier name) {
        SessionClocks clocks = policy.sessions(account.roles());
        clocks.statement()
                .ifPresent(span -> setting(name, "statement_timeout", millis(span.length())));
        clocks.idle()
                .map(span -> millis(span.length().plus(AFTER_THE_GATEWAY)))
                .ifPresent(length -> {
                    setting(name, "idle_session_timeout", length);
                    setting(name, "idle_in_transaction_session_timeout", length);
                });
    }

    private static String millis(Duration length) {
        return Math.min(length.toMillis(), Integer.MAX_VALUE) + "ms";
    }

    private void setting(SqlIdentifier account, String name, String value) {
        draft.add(
                new NativeObject.RoleSetting(
                        account,
                        Optional.of(new SqlIdentifier(surroundings.database())),
                        name,
                        value));
    }

    /** When the last of it ends, the account does: nobody needs to be there to close it. */
    private static String end(List<NativeRoles.Holding> held) {
        return held.stream().anyMatch(holding -> holding.until().isEmpty())
                ? FOR_EVER
                : held.stream()
                        .flatMap(holding -> holding.until().stream())
                        .max(Instant::compareTo)
                        .map(END::format)
                        .orElse(FOR_EVER);
    }

    private static Instant exact(Instant end) {
        return end.truncatedTo(ChronoUnit.MICROS);
    }

    /** Shut, with the roles to come back to in sight and without effect. */
    private void suspended(Entitlements.Account account) {
        dormant(account.login());
        if (surroundings.hasMembershipOptions()) {
            for (NativeRoles.Holding holding : roles.of(account)) {
                draft.add(
                        new NativeObject.Membership(
                                NativeNames.group(holding.role()),
                                new SqlIdentifier(account.login()),
                                INERT,
                                Optional.empty()));
            }
        }
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
