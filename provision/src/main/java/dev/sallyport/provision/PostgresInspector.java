package dev.sallyport.provision;

import dev.sallyport.provision.NativeObject.Secret;
import dev.sallyport.sql.SqlIdentifier;
import dev.sallyport.sql.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads the observed state of a PostgreSQL database, and what of it is not ours. */
final class PostgresInspector {
    private final VerifierCheck verifiers;

    PostgresInspector(VerifierCheck verifiers) {
        this.verifiers = verifiers;
    }

    /** The two meet only in the planner. */
    record Observed(NativeState state, Surroundings surroundings) {

        /** Names all that a plan is made from: what is ours, and the governed tables of theirs. */
        String fingerprint(Set<TableName> governed) {
            return Definition.hash(state.fingerprint() + surroundings.fingerprint(governed));
        }

        /** What of it a plan for this database may change. */
        NativeState within(NativeState wanted) {
            return surroundings.neighbours().without(state, wanted);
        }
    }

    /**
     * A role as the cluster has it.
     *
     * @param verifier of its password; empty where the administrator may not see it
     */
    private record RoleFact(
            String name,
            String attributes,
            String kind,
            String comment,
            Optional<String> verifier) {
        boolean isMarked() {
            return comment.startsWith(NativeNames.MARK);
        }
    }

    /** Hash recorded when an object was made, and what it was then. */
    private record Made(String source, String live) {}

    /**
     * @param governed which tables the policy speaks of
     */
    Observed inspect(Connection connection, Predicate<TableName> governed) throws SQLException {
        Session.prepare(connection);
        String database = connection.getCatalog();
        Administrator administrator = Administrator.of(connection);
        Map<String, String> verifiers = verifiers(connection);
        Map<String, Made> made = made(connection);
        List<RoleFact> roles = Query.list(connection, "roles.sql", row -> role(row, verifiers));
        List<NativeObject.Membership> members =
                Query.list(connection, "members.sql", row -> membership(row, administrator))
                        .stream()
                        .filter(membership -> !administrator.isOwnMembership(membership))
                        .toList();
        Set<String> groups =
                roles.stream()
                        .filter(RoleFact::isMarked)
                        .map(RoleFact::name)
                        .collect(Collectors.toSet());
        Set<String> accounts = accounts(members, groups);
        Set<String> ours = new TreeSet<>(groups);
        ours.addAll(accounts);
        List<NativeObject> state = new ArrayList<>();
        roles.stream().filter(r -> ours.contains(r.name())).forEach(r -> state.add(known(r, made)));
        members.stream()
                .filter(m -> ours.contains(m.role().name()) || ours.contains(m.member().name()))
                .forEach(state::add);
        state.addAll(SettingReader.settings(connection, ours));
        Map<String, String> schemas = schemas(connection, state);
        List<NativeObject> definitions = definitions(connection, made, groups);
        state.addAll(definitions);
        rows(connection, state);
        Departures departures = departures(connection, state);
        var acl = new AclReader(connection, ours, rolesOfOthers(roles, ours));
        var tables = new TableReader(connection, acl, readers(members, ours)).tables();
        acl.grants().stream()
                .filter(grant -> !Neighbours.isEntrance(grant, database))
                .forEach(state::add);
        var ruled = Ruled.read(connection, tables, governed, made.keySet());
        Surroundings.Everybody everybody = EverybodyReader.read(connection, acl, ruled);
        state.addAll(everybody.objects());
        var surroundings =
                new Surroundings(
                        connection.getCatalog(),
                        Session.version(connection),
                        administrator,
                        tables,
                        roles.stream().map(RoleFact::name).collect(Collectors.toSet()),
                        groups,
                        accounts,
                        roleMakers(roles),
                        schemas,
                        made.keySet(),
                        acl.publicGrantsBeyondReach(connection.getCatalog(), ruled),
                        departures,
                        neighbours(connection, roles, accounts, made),
                        everybody);
        return new Observed(new NativeState(state), surroundings);
    }

    private static Set<String> accounts(List<NativeObject.Membership> members, Set<String> groups) {
        Set<String> accounts =
                members.stream()
                        .filter(m -> m.role().equals(NativeNames.PERSON))
                        .map(m -> m.member().name())
                        .collect(Collectors.toCollection(TreeSet::new));
        accounts.removeAll(groups);
        return accounts;
    }

    private static Map<String, String> schemas(Connection connection, List<NativeObject> state)
            throws SQLException {
        Map<String, String> schemas = new LinkedHashMap<>();
        Query.each(
                connection, "schemas.sql", row -> schemas.put(row.getString(1), row.getString(2)));
        schemas.forEach((schema, owner) -> {
            if (owner.equals(NativeNames.DEFINER.name())) {
                state.add(new NativeObject.OwnSchema(new SqlIdentifier(schema)));
            }
        });
        return schemas;
    }

    private static Departures departures(Connection connection, List<NativeObject> state)
            throws SQLException {
        Map<String, String> retired = new LinkedHashMap<>();
        if (Session.hasOwnTables(connection)) {
            Query.each(
                    connection,
                    "retired.sql",
                    row -> retired.put(row.getString(1), row.getString(2)));
        }
        retired.forEach((login, holder) -> state.add(new NativeObject.RetiredLogin(login, holder)));
        return new Departures(
                retired,
                Query.list(
                        connection,
                        "owned.sql",
                        row ->
                                new Departures.Owned(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getString(4))));
    }

    private static Set<String> roleMakers(List<RoleFact> roles) {
        return roles.stream()
                .filter(role -> role.attributes().contains(" CREATEROLE"))
                .filter(role -> role.attributes().contains(" NOSUPERUSER"))
                .map(RoleFact::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static RoleFact role(ResultSet row, Map<String, String> verifiers) throws SQLException {
        return new RoleFact(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Optional.ofNullable(verifiers.get(row.getString(1))));
    }

    /** Empty where the administrator may not see them. */
    static Map<String, String> verifiers(Connection connection) throws SQLException {
        Map<String, String> verifiers = new HashMap<>();
        if (Administrator.of(connection).power() == Administrator.Power.SUPERUSER) {
            Query.each(
                    connection,
                    "verifiers.sql",
                    row -> verifiers.put(row.getString(1), row.getString(2)));
        }
        return verifiers;
    }

    private Neighbours neighbours(
            Connection connection,
            List<RoleFact> roles,
            Set<String> accounts,
            Map<String, Made> made)
            throws SQLException {
        Set<String> foreign =
                roles.stream()
                        .filter(role -> accounts.contains(role.name()))
                        .filter(role -> secret(role, made) == Secret.FOREIGN)
                        .map(RoleFact::name)
                        .collect(Collectors.toSet());
        return Neighbours.of(connection, foreign::contains);
    }

    private NativeObject known(RoleFact role, Map<String, Made> made) {
        var name = new SqlIdentifier(role.name());
        return role.isMarked()
                ? new NativeObject.GroupRole(name, role.attributes(), role.comment())
                : new NativeObject.LoginRole(name, role.attributes(), secret(role, made));
    }

    private Secret secret(RoleFact role, Map<String, Made> made) {
        boolean isLogin = role.kind().equals("LOGIN");
        Optional<String> voucher =
                Optional.ofNullable(made.get(VerifierCheck.key(role.name()))).map(Made::live);
        if (role.verifier().isEmpty()) {
            return isLogin ? verifiers.unseen(role.name(), voucher) : Secret.NONE;
        }
        String verifier = role.verifier().get();
        if (verifier.isEmpty()) {
            return Secret.NONE;
        }
        return isLogin ? verifiers.of(role.name(), verifier, voucher) : Secret.FOREIGN;
    }

    private static NativeObject.Membership membership(ResultSet row, Administrator administrator)
            throws SQLException {
        return new NativeObject.Membership(
                new SqlIdentifier(row.getString(1)),
                new SqlIdentifier(row.getString(2)),
                row.getString(3),
                administrator.otherGrantor(row.getString(4), row.getBoolean(5)));
    }

    private static Map<String, Made> made(Connection connection) throws SQLException {
        Map<String, Made> made = new LinkedHashMap<>();
        if (Session.hasOwnTables(connection)) {
            Query.each(
                    connection,
                    "made.sql",
                    row ->
                            made.put(
                                    row.getString(1),
                                    new Made(row.getString(2), row.getString(3))));
        }
        return made;
    }

    private static void rows(Connection connection, List<NativeObject> state) throws SQLException {
        if (!Session.hasOwnTables(connection)) {
            return;
        }
        state.addAll(
                Query.list(
                        connection,
                        "held.sql",
                        row ->
                                new NativeObject.HeldRow(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        Optional.of(row.getString(4))
                                                .filter(until -> !until.isEmpty())
                                                .map(Instant::parse),
                                        attributes(row.getArray(5), row.getArray(6)))));
        state.addAll(
                Query.list(
                        connection,
                        "endings.sql",
                        row -> new NativeObject.Ending(row.getString(1))));
    }

    private static SortedMap<String, String> attributes(Array names, Array values)
            throws SQLException {
        SortedMap<String, String> attributes = new TreeMap<>();
        String[] all = (String[]) values.getArray();
        for (String name : (String[]) names.getArray()) {
            attributes.put(name, all[attributes.size()]);
        }
        return attributes;
    }

    /** Every made object, with the hash it was made from if it still is what it was then. */
    private static List<NativeObject> definitions(
            Connection connection, Map<String, Made> made, Set<String> groups) throws SQLException {
        Set<String> forOurs =
                Query.list(
                                connection,
                                "policies.sql",
                                row -> groups.contains(row.getString(4)) ? policyKey(row) : "")
                        .stream()
                        .collect(Collectors.toSet());
        List<NativeObject> found = new ArrayList<>();
        for (Live live : live(connection)) {
            String key = live.as(Definition.seen("")).key();
            Optional<Made> record = Optional.ofNullable(made.get(key));
            if (record.isEmpty() && !isOurs(live, forOurs.contains(key))) {
                continue;
            }
            String source =
                    record.filter(then -> then.live().equals(live.hash()))
                            .map(Made::source)
                            .orElse(Definition.FOREIGN);
            found.add(live.as(Definition.seen(source)));
        }
        return found;
    }

    /** Of what we have no record of making: what stands in our schemas or is for our roles. */
    private static boolean isOurs(Live live, boolean isForOurs) {
        return switch (live.kind()) {
            case "POLICY" -> isForOurs || NativeNames.isOurPolicy(live.detail());
            case "FENCE" -> false;
            default -> true;
        };
    }

    private static String policyKey(ResultSet row) throws SQLException {
        return new NativeObject.RowPolicy(
                        new TableName(row.getString(1), row.getString(2)),
                        new SqlIdentifier(row.getString(3)),
                        Definition.seen(""))
                .key();
    }

    /** What every made object is at this moment. */
    static List<Live> live(Connection connection) throws SQLException {
        return Query.list(
                connection,
                "definitions.sql",
                row ->
                        new Live(
                                row.getString(1),
                                new TableName(row.getString(2), row.getString(3)),
                                row.getString(4),
                                row.getString(5)));
    }

    /** A made object as the catalog has it. */
    record Live(String kind, TableName name, String detail, String hash) {
        NativeObject as(Definition definition) {
            return switch (kind) {
                case "VIEW" -> new NativeObject.LensView(name, definition);
                case "TABLE" -> new NativeObject.OwnTable(name, definition);
                case "FUNCTION" -> new NativeObject.PolicyFunction(name, detail, definition);
                case "POLICY" ->
                        new NativeObject.RowPolicy(name, new SqlIdentifier(detail), definition);
                case "FENCE" -> new NativeObject.RowSecurity(name);
                default -> throw new IllegalStateException("definitions.sql has a new kind");
            };
        }
    }

    /** Owners of functions and views and roles that migrations become need no login. */
    private static List<SqlIdentifier> rolesOfOthers(List<RoleFact> roles, Set<String> ours) {
        return roles.stream()
                .filter(role -> role.attributes().contains(" NOSUPERUSER"))
                .filter(role -> !role.name().startsWith("pg_") && !ours.contains(role.name()))
                .map(role -> new SqlIdentifier(role.name()))
                .toList();
    }

    /** Built-in roles by which somebody, not one of our people, reads or writes everything. */
    private static List<String> readers(List<NativeObject.Membership> members, Set<String> ours) {
        return members.stream()
                .filter(m -> !ours.contains(m.member().name()))
                .map(m -> m.role().name())
                .filter(Set.of("pg_read_all_data", "pg_write_all_data")::contains)
                .distinct()
                .toList();
    }
}
