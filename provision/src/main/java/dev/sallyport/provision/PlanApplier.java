package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3005;

import dev.sallyport.problem.Problem;
import dev.sallyport.sql.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The only class that changes a target: one transaction under an advisory lock, then the sessions
 * of whoever lost something, then a second look.
 */
final class PlanApplier {
    /** Row security takes an exclusive lock; whoever waits for it makes everybody else wait. */
    private static final String LOCK_WAIT = "SET LOCAL lock_timeout = '2s'";

    /** Tries before a busy table is a problem for a person. */
    private static final int ATTEMPTS = 5;

    /** "sallyport" read as a number; two applies of one database never interleave. */
    private static final String ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(8315168213)";

    /**
     * Roles belong to the cluster, and an advisory lock to one database: a comment on a role locks
     * it for whoever comments on it from any database, until the transaction ends.
     */
    private static final String ONE_IN_THE_CLUSTER =
            "COMMENT ON ROLE "
                    + NativeNames.PERSON.quoted()
                    + " IS "
                    + SqlText.literal(StateCompiler.OWN);

    private static final String HELD_OFF = "55P03";

    /**
     * Lock wait ran out, deadlock, the server's word for a tuple updated twice, and a role that the
     * first apply of another database made a moment sooner.
     */
    private static final Set<String> WORTH_A_RETRY =
            Set.of(HELD_OFF, "40P01", "40001", "XX000", "42710", "23505");

    private static final String OUR_ACCOUNTS =
            "SELECT r.rolname FROM pg_roles r JOIN pg_auth_members m ON m.member = r.oid JOIN"
                    + " pg_roles p ON p.oid = m.roleid WHERE r.rolname = ANY (?) AND p.rolname = ?"
                    + " ORDER BY 1";

    private final TargetDatabase target;
    private final AccountSecrets secrets;
    private final RandomGenerator random;
    private final PostgresInspector inspector;
    private final VerifierCheck verifiers;
    private final Witness witness;

    PlanApplier(
            TargetDatabase target,
            AccountSecrets secrets,
            RandomGenerator random,
            PostgresInspector inspector,
            VerifierCheck verifiers,
            Witness witness) {
        this.target = target;
        this.secrets = secrets;
        this.random = random;
        this.inspector = inspector;
        this.verifiers = verifiers;
        this.witness = witness;
    }

    Applied apply(Plan plan) {
        if (plan.isEmpty()) {
            return new Applied.Done(0, 0);
        }
        try (Connection connection = target.connect()) {
            Optional<Problem> refusal = commit(connection, plan);
            if (refusal.isPresent()) {
                return new Applied.Failed(refusal.get());
            }
            connection.setAutoCommit(true);
            return finish(connection, plan);
        } catch (SQLException e) {
            return new Applied.Failed(Refusals.of(target, e));
        }
    }

    /** Runs what undoes a stranger's change, under the same lock and in one transaction. */
    Applied run(List<String> statements) {
        return run(_ -> statements, Set.of());
    }

    /** Gives accounts their password again, and ends whoever signed in with another. */
    Applied putBack(Set<String> logins) {
        return run(
                _ ->
                        logins.stream()
                                .sorted()
                                .map(login ->
                                        "ALTER ROLE "
                                                + SqlText.name(login)
                                                + " PASSWORD "
                                                + SqlText.literal(verifier(login)))
                                .toList(),
                logins);
    }

    /** Shuts those of the accounts that are there, and ends their sessions; a plan opens them. */
    Applied shut(Set<String> logins) {
        return run(
                connection ->
                        accounts(connection, logins).stream()
                                .map(login -> "ALTER ROLE " + SqlText.name(login) + " NOLOGIN")
                                .toList(),
                logins);
    }

    /** The same of logins that were there without us, where they are still the ones meant. */
    Applied shutOthers(Set<ServerLogin.Id> logins) {
        try (Connection connection = target.connect()) {
            Set<String> there =
                    ServerLogins.read(connection).stream()
                            .map(ServerLogin::id)
                            .filter(logins::contains)
                            .map(ServerLogin.Id::name)
                            .collect(Collectors.toSet());
            return there.isEmpty()
                    ? new Applied.Done(0, 0)
                    : run(within -> ServerLogins.shutting(within, logins), there);
        } catch (SQLException e) {
            return new Applied.Failed(Refusals.of(target, e));
        }
    }

    private interface Statements {
        List<String> in(Connection connection) throws SQLException;
    }

    private Applied run(Statements statements, Set<String> losers) {
        try (Connection connection = target.connect()) {
            connection.setAutoCommit(false);
            takeTurns(connection);
            Session.prepare(connection);
            Witness.Account account = witness.before(connection);
            List<String> all = statements.in(connection);
            for (String sql : all) {
                Query.run(connection, sql);
            }
            Applies.sign(connection);
            account.after(connection);
            connection.commit();
            connection.setAutoCommit(true);
            int ended = losers.isEmpty() ? 0 : new LoserSessions(connection, losers).end();
            return new Applied.Done(all.size(), ended);
        } catch (SQLException e) {
            return new Applied.Failed(Refusals.of(target, e));
        }
    }

    /** Nobody else's role is touched, whatever its name. */
    private static List<String> accounts(Connection connection, Set<String> logins)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OUR_ACCOUNTS)) {
            select.setArray(1, connection.createArrayOf("text", logins.toArray()));
            select.setString(2, NativeNames.PERSON.name());
            List<String> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    private Applied finish(Connection connection, Plan plan) throws SQLException {
        var sessions = new LoserSessions(connection, plan.losers());
        int ended = sessions.end();
        PostgresInspector.Observed observed =
                inspector.inspect(connection, plan.governed()::contains);
        List<Change> left =
                Planner.changes(plan.wanted(), observed.within(plan.wanted())).stream()
                        .filter(change -> !(change.object() instanceof NativeObject.Ending))
                        .toList();
        // A login that was just being admitted shows up only now.
        ended += sessions.end();
        Query.run(connection, "DELETE FROM sp.ending");
        if (!left.isEmpty()) {
            return new Applied.Failed(
                    Problem.of(
                            SP3005,
                            "after the apply `"
                                    + target.name()
                                    + "` still differs: "
                                    + left.getFirst().sentence()
                                    + (left.size() > 1
                                            ? " and " + (left.size() - 1) + " more"
                                            : ""),
                            "plan again; somebody else is changing it"));
        }
        return new Applied.Done(plan.changes().size(), ended);
    }

    private Optional<Problem> commit(Connection connection, Plan plan) throws SQLException {
        connection.setAutoCommit(false);
        try (var blockers = new Blockers(target, plan.losers())) {
            for (int attempt = 1; ; attempt++) {
                try {
                    return attempt(connection, plan);
                } catch (SQLException e) {
                    connection.rollback();
                    boolean isHeldOff = HELD_OFF.equals(e.getSQLState());
                    if (attempt == ATTEMPTS && isHeldOff && !blockers.others().isEmpty()) {
                        return Optional.of(Refusals.held(target, blockers.others()));
                    }
                    if (attempt == ATTEMPTS || !WORTH_A_RETRY.contains(e.getSQLState())) {
                        throw e;
                    }
                    if (isHeldOff) {
                        blockers.watch(connection);
                    }
                }
            }
        }
    }

    private Optional<Problem> attempt(Connection connection, Plan plan) throws SQLException {
        takeTurns(connection);
        PostgresInspector.Observed observed =
                inspector.inspect(connection, plan.governed()::contains);
        if (!observed.fingerprint(plan.governed()).equals(plan.observedFingerprint())) {
            connection.rollback();
            return Optional.of(
                    Problem.of(
                            SP3005,
                            "`" + target.name() + "` has changed since the plan was made",
                            "plan again"));
        }
        Witness.Account account = witness.before(connection);
        var writer = plan.writer(this::verifier);
        // Each new account costs thousands of hashes.
        List<List<String>> statements = plan.changes().parallelStream().map(writer::write).toList();
        Query.run(connection, statements.stream().flatMap(List::stream).toList());
        record(connection, plan);
        owe(connection, plan);
        Applies.sign(connection);
        account.after(connection);
        connection.commit();
        return Optional.empty();
    }

    /** Waits until no other apply runs, here or in another database of the cluster. */
    private static void takeTurns(Connection connection) throws SQLException {
        Query.run(connection, LOCK_WAIT);
        Query.run(connection, ONE_AT_A_TIME);
        if (Session.hasRole(connection, NativeNames.PERSON)) {
            Query.run(connection, ONE_IN_THE_CLUSTER);
        }
    }

    /** Should we die after the commit, the next apply ends the sessions this one did not. */
    private static void owe(Connection connection, Plan plan) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO sp.ending (login) SELECT unnest(?)")) {
            insert.setArray(1, connection.createArrayOf("text", plan.losers().toArray()));
            insert.executeUpdate();
        }
    }

    private static void add(PreparedStatement insert, String key, String source, String live)
            throws SQLException {
        insert.setString(1, key);
        insert.setString(2, source);
        insert.setString(3, live);
        insert.addBatch();
    }

    /** Either written just now, or found right in this very transaction. */
    private static List<String> withOurSecret(Plan plan) {
        return plan.wanted().objects().stream()
                .filter(NativeObject.LoginRole.class::isInstance)
                .map(NativeObject.LoginRole.class::cast)
                .filter(role -> role.secret() == NativeObject.Secret.OURS)
                .map(role -> role.name().name())
                .toList();
    }

    private String verifier(String login) {
        return ScramVerifier.of(secrets.secretFor(login), random).text();
    }

    /** What every made object was made from and looks like, so that a later look sees a hand. */
    private void record(Connection connection, Plan plan) throws SQLException {
        Map<String, String> sources = new HashMap<>();
        plan.wanted().objects().forEach(made -> sources.put(made.key(), made.fingerprint()));
        Query.run(connection, "DELETE FROM sp.made");
        Query.run(connection, "DELETE FROM sp.state");
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO sp.made (object, source, live) VALUES (?, ?, ?)")) {
            for (PostgresInspector.Live live : PostgresInspector.live(connection)) {
                String key = live.as(Definition.seen("")).key();
                String source = sources.get(key);
                if (source != null) {
                    add(insert, key, source, live.hash());
                }
            }
            for (TableName table : plan.governed()) {
                add(insert, Ruled.key(table), "", "");
            }
            Map<String, String> kept = PostgresInspector.verifiers(connection);
            for (String login : withOurSecret(plan)) {
                String verifier = kept.isEmpty() ? VerifierCheck.UNSEEN : kept.get(login);
                if (verifier != null) {
                    add(insert, VerifierCheck.key(login), "", verifiers.voucher(login, verifier));
                }
            }
            insert.executeBatch();
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO sp.state (policy, applied_at) VALUES (?,"
                                + " clock_timestamp())")) {
            insert.setString(1, plan.policyHash());
            insert.executeUpdate();
        }
    }
}
