package dev.sallyport.provision.adopt;

import static dev.sallyport.problem.ProblemCode.SP3041;

import dev.sallyport.policy.Adopted;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import dev.sallyport.provision.Provisioner;
import dev.sallyport.provision.Query;
import dev.sallyport.provision.TargetDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a database in one snapshot and writes nothing: the session and its transaction are
 * read-only. An account that may only connect is enough.
 */
public final class Surveyor {
    /** A catalog of a hundred thousand tables is read in less. */
    private static final String PATIENCE = "SET statement_timeout = '60s'";

    /** Nothing here waits for a lock; this is in case some catalog is locked whole. */
    private static final String NO_QUEUE = "SET lock_timeout = '5s'";

    /** The first major version in which settings are granted. */
    private static final int PARAMETERS = 150_000;

    private final Connection connection;
    private final Set<String> ours = new LinkedHashSet<>();
    private final List<Limit> limits = new ArrayList<>();

    private Surveyor(Connection connection) {
        this.connection = connection;
    }

    /**
     * @throws Refused where the database cannot be asked, or has a door already
     */
    public static Survey survey(TargetDatabase target) {
        return survey(
                target,
                surveyor -> {
                    surveyor.requireNoDoor(surveyor.connection.getCatalog());
                    return surveyor.survey();
                });
    }

    /** Also with a door: what is ours is left out all the same. */
    public static Survey surveyBeside(TargetDatabase target) {
        return survey(target, Surveyor::survey);
    }

    /** One way to look. */
    private interface Way {
        Survey of(Surveyor surveyor) throws SQLException;
    }

    private static Survey survey(TargetDatabase target, Way way) {
        try (Connection connection = target.connect()) {
            readOnly(connection);
            try {
                return way.of(new Surveyor(connection));
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new Refused(Provisioner.refusal(target, e));
        }
    }

    /** Of this session, and of the one transaction everything is read in. */
    static void readOnly(Connection connection) throws SQLException {
        Query.run(connection, "SET default_transaction_read_only = on");
        Query.run(connection, PATIENCE);
        Query.run(connection, NO_QUEUE);
        Query.run(connection, "SET search_path = ''");
        Query.run(connection, "SET quote_all_identifiers = off");
        connection.setAutoCommit(false);
        Query.run(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    }

    private Survey survey() throws SQLException {
        String database = connection.getCatalog();
        int version = Integer.parseInt(Query.first(connection, "SHOW server_version_num"));
        Set<Adopted.NativeRole> roles = roles();
        Adopted found =
                new Adopted(roles, members(), settings(), owned(), rights(version), defaults());
        List<Table> tables = Tables.read(connection);
        unspoken(tables);
        return new Survey(
                database,
                Query.first(connection, "SELECT current_user"),
                version,
                found,
                tables,
                limits);
    }

    /** What is made from a policy has a policy already. */
    private void requireNoDoor(String database) throws SQLException {
        String door =
                Query.first(
                        connection,
                        "SELECT count(*) FROM pg_namespace WHERE nspname = 'sp' AND"
                                + " pg_get_userbyid(nspowner) = 'sp_definer'");
        if (!door.equals("0")) {
            throw new Refused(
                    Problem.of(
                            SP3041,
                            "database `" + database + "` has a door of Sallyport already",
                            "it has a policy folder; `sallyport drift` says what others changed"));
        }
    }

    private Set<Adopted.NativeRole> roles() throws SQLException {
        Set<Adopted.NativeRole> roles = new LinkedHashSet<>();
        Query.each(
                connection,
                Surveyor.class,
                "roles.sql",
                row -> {
                    if (row.getBoolean(4)) {
                        ours.add(row.getString(1));
                    } else {
                        roles.add(
                                new Adopted.NativeRole(
                                        row.getString(1),
                                        List.of((String[]) row.getArray(2).getArray())));
                    }
                });
        ours.forEach(role ->
                limits.add(
                        new Limit(
                                "role",
                                role,
                                "Sallyport made it for another database; that one's policy has it,"
                                        + " its rights and its memberships")));
        return roles;
    }

    private boolean isOurs(Optional<String> role) {
        return role.filter(ours::contains).isPresent();
    }

    private Set<Adopted.Member> members() throws SQLException {
        Set<Adopted.Member> members = new LinkedHashSet<>();
        Query.each(
                connection,
                Surveyor.class,
                "members.sql",
                row -> {
                    Adopted.Member member =
                            new Adopted.Member(
                                    row.getString(1),
                                    row.getString(2),
                                    List.of((String[]) row.getArray(3).getArray()),
                                    Optional.ofNullable(row.getString(4)));
                    if (!ours.contains(member.role()) && !ours.contains(member.member())) {
                        members.add(member);
                    }
                });
        return members;
    }

    private Set<Adopted.Setting> settings() throws SQLException {
        Set<Adopted.Setting> settings = new LinkedHashSet<>();
        Query.each(
                connection,
                Surveyor.class,
                "settings.sql",
                row -> {
                    Optional<String> of = Optional.ofNullable(row.getString(1));
                    Optional<String> value = Optional.ofNullable(row.getString(4));
                    if (value.isEmpty()) {
                        limits.add(
                                new Limit(
                                        "setting",
                                        row.getString(3) + " of " + of.orElse("everybody"),
                                        "an application made it up; its value may be a secret and is not"
                                                + " read"));
                    } else if (!isOurs(of)) {
                        settings.add(
                                new Adopted.Setting(
                                        of,
                                        row.getBoolean(2)
                                                ? Adopted.Reach.DATABASE
                                                : Adopted.Reach.CLUSTER,
                                        row.getString(3),
                                        value.get()));
                    }
                });
        return settings;
    }

    private Set<Adopted.Owned> owned() throws SQLException {
        Set<Adopted.Owned> owned = new LinkedHashSet<>();
        Query.each(
                connection,
                Surveyor.class,
                "owners.sql",
                row -> {
                    if (!ours.contains(row.getString(1))) {
                        owned.add(
                                new Adopted.Owned(
                                        row.getString(1),
                                        new Adopted.Thing(row.getString(2), row.getString(3))));
                    }
                });
        return owned;
    }

    private Set<Adopted.Right> rights(int version) throws SQLException {
        Set<Adopted.Right> rights = new LinkedHashSet<>();
        List<String> files =
                version >= PARAMETERS
                        ? List.of("rights.sql", "parameters.sql")
                        : List.of("rights.sql");
        for (String file : files) {
            Query.each(
                    connection,
                    Surveyor.class,
                    file,
                    row -> {
                        Optional<String> grantee = Optional.ofNullable(row.getString(1));
                        Optional<String> by = Optional.ofNullable(row.getString(7));
                        if (grantee.isEmpty() || row.getBoolean(8)) {
                            limits.add(
                                    new Limit(
                                            "right",
                                            row.getString(5)
                                                    + " on "
                                                    + row.getString(2)
                                                    + " "
                                                    + row.getString(3),
                                            "a role that is no more has it or gave it"));
                        } else if (!isOurs(grantee) && !isOurs(by)) {
                            rights.add(
                                    new Adopted.Right(
                                            grantee.get(),
                                            new Adopted.Thing(row.getString(2), row.getString(3)),
                                            Optional.ofNullable(row.getString(4)),
                                            row.getString(5),
                                            Adopted.Hold.valueOf(row.getString(6)),
                                            by));
                        }
                    });
        }
        return rights;
    }

    private Set<Adopted.DefaultRight> defaults() throws SQLException {
        Set<Adopted.DefaultRight> defaults = new LinkedHashSet<>();
        Query.each(
                connection,
                Surveyor.class,
                "defaults.sql",
                row -> {
                    Optional<String> grantee = Optional.ofNullable(row.getString(4));
                    if (grantee.isEmpty()) {
                        limits.add(
                                new Limit(
                                        "right",
                                        row.getString(5)
                                                + " on new "
                                                + row.getString(3)
                                                + " of "
                                                + row.getString(1),
                                        "a role that is no more has it"));
                    } else if (!isOurs(grantee) && !ours.contains(row.getString(1))) {
                        defaults.add(
                                new Adopted.DefaultRight(
                                        row.getString(1),
                                        Optional.ofNullable(row.getString(2)),
                                        row.getString(3),
                                        grantee.get(),
                                        row.getString(5),
                                        Adopted.Hold.valueOf(row.getString(6))));
                    }
                });
        return defaults;
    }

    private void unspoken(List<Table> tables) throws SQLException {
        for (Table table : tables) {
            Unclassified.reason(table)
                    .ifPresent(reason -> limits.add(new Limit("table", table.relation(), reason)));
        }
        Query.each(connection, Surveyor.class, "limits.sql", row -> limits.add(limit(row)));
        String maySeeVerifiers =
                Query.first(
                        connection, "SELECT has_table_privilege('pg_catalog.pg_authid', 'SELECT')");
        if (maySeeVerifiers.equals("t")) {
            Query.each(connection, Surveyor.class, "passwords.sql", row -> limits.add(limit(row)));
        } else {
            limits.add(
                    new Limit(
                            "password",
                            "of every role",
                            "this account may not see how they are hashed; each role keeps its own"));
        }
        limits.add(
                new Limit(
                        "host rules",
                        "pg_hba.conf",
                        "who may connect from where is the server's own file; it is not read"));
    }

    private static Limit limit(ResultSet row) throws SQLException {
        return new Limit(row.getString(1), row.getString(2), row.getString(3));
    }
}
