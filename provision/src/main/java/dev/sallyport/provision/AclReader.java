package dev.sallyport.provision;

import dev.sallyport.policy.Hardening;
import dev.sallyport.sql.SqlIdentifier;
import dev.sallyport.sql.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads who may use what, and sorts it: ours, everybody's, and other roles'. */
final class AclReader {
    private static final Set<String> OTHER_DATABASES = Set.of("postgres", "template1");
    private static final Set<String> LANGUAGES = Set.of("plpgsql", "sql");

    private final List<Entry> entries;
    private final Map<TableName, Set<String>> byTable = new HashMap<>();
    private final Set<String> ours;
    private final List<SqlIdentifier> others;

    /**
     * @param others existing roles that are neither ours nor PostgreSQL's own nor superusers
     */
    AclReader(Connection connection, Set<String> ours, List<SqlIdentifier> others)
            throws SQLException {
        this.entries = Query.list(connection, "acl.sql", AclReader::entry);
        this.ours = ours;
        this.others = others;
        for (Entry entry : entries) {
            if (entry.on() instanceof Securable.Relation relation) {
                byTable.computeIfAbsent(relation.name(), key -> new LinkedHashSet<>())
                        .add(entry.grantee());
            }
        }
    }

    /**
     * @param grantee empty for PUBLIC
     * @param reach whether the administrator acts for the owner
     */
    private record Entry(
            String kind,
            Securable on,
            String privilege,
            String grantee,
            String grantor,
            Reach reach,
            String owner) {}

    private enum Reach {
        OURS,
        BEYOND
    }

    private static Entry entry(ResultSet row) throws SQLException {
        var name = new TableName(row.getString(2), row.getString(3));
        String column = row.getString(5);
        Securable on =
                switch (row.getString(1)) {
                    case "DATABASE" -> new Securable.Database(name.table());
                    case "SCHEMA" -> new Securable.Schema(name.table());
                    case "LANGUAGE" -> new Securable.Language(name.table());
                    case "SEQUENCE" -> new Securable.Sequence(name);
                    case "RELATION" ->
                            new Securable.Relation(
                                    name, Optional.of(column).filter(c -> !c.isEmpty()));
                    case "FUNCTION", "BUILTIN" -> new Securable.Function(name, row.getString(4));
                    default -> throw new IllegalStateException("acl.sql has a new kind");
                };
        return new Entry(
                row.getString(1),
                on,
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getBoolean(9) ? Reach.OURS : Reach.BEYOND,
                row.getString(10));
    }

    /** What our roles may, and what everybody may with our functions. */
    List<NativeObject.Grant> grants() {
        return entries.stream()
                .filter(entry -> ours.contains(entry.grantee()) || isOpenFunctionOfOurs(entry))
                .map(entry ->
                        new NativeObject.Grant(
                                entry.on(),
                                entry.privilege(),
                                named(entry.grantee()),
                                named(entry.grantor())))
                .toList();
    }

    private static Optional<SqlIdentifier> named(String role) {
        return Optional.of(role).filter(name -> !name.isEmpty()).map(SqlIdentifier::new);
    }

    private static boolean isOpenFunctionOfOurs(Entry entry) {
        return entry.grantee().isEmpty()
                && entry.on() instanceof Securable.Function(TableName name, String arguments)
                && name.schema().equals(NativeNames.SCHEMA.name());
    }

    /** Roles of others with any privilege on a table. */
    List<String> grantees(TableName table) {
        return byTable.getOrDefault(table, Set.of()).stream()
                .flatMap(grantee ->
                        grantee.isEmpty()
                                ? others.stream().map(SqlIdentifier::name)
                                : Stream.of(grantee))
                .filter(grantee -> !ours.contains(grantee))
                .distinct()
                .toList();
    }

    /** What PUBLIC has and people would have with it. */
    List<NativeObject.PublicGrant> publicGrants(String database, Ruled ruled) {
        return publicGrants(database, ruled, Reach.OURS);
    }

    /** The same, where only a superuser or another owner can take it away. */
    List<NativeObject.PublicGrant> publicGrantsBeyondReach(String database, Ruled ruled) {
        return publicGrants(database, ruled, Reach.BEYOND);
    }

    private List<NativeObject.PublicGrant> publicGrants(String database, Ruled ruled, Reach reach) {
        Map<String, List<Entry>> found = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (entry.grantee().isEmpty()
                    && entry.reach() == reach
                    && isHardened(entry, database, ruled)) {
                String about = entry.kind().equals("BUILTIN") ? BUILTINS : entry.on().words();
                found.computeIfAbsent(about + "\0" + entry.privilege(), key -> new ArrayList<>())
                        .add(entry);
            }
        }
        return found.entrySet().stream()
                .map(group -> {
                    String[] key = group.getKey().split("\0", 2);
                    return new NativeObject.PublicGrant(
                            key[0],
                            item(group.getValue().getFirst()),
                            group.getValue().stream()
                                    .map(entry -> entry.on().clause(entry.privilege()))
                                    .toList(),
                            key[1],
                            keepers(group.getValue(), ruled),
                            holders(group.getValue()));
                })
                .toList();
    }

    /**
     * What PUBLIC was given since, nobody relied on before us. An owner keeps what is its own:
     * given by name, it would be taken with the name.
     */
    private List<SqlIdentifier> keepers(List<Entry> group, Ruled ruled) {
        return group.getFirst().on() instanceof Securable.Relation relation
                        && ruled.isOld(relation.name())
                ? List.of()
                : others.stream()
                        .filter(other ->
                                !group.stream()
                                        .allMatch(entry -> entry.owner().equals(other.name())))
                        .toList();
    }

    private static Optional<Hardening.Item> item(Entry entry) {
        return switch (entry.on()) {
            case Securable.Database database -> Optional.of(Hardening.Item.DATABASES);
            case Securable.Schema schema -> Optional.of(Hardening.Item.PUBLIC_SCHEMA);
            case Securable.Language language -> Optional.of(Hardening.Item.LANGUAGES);
            case Securable.Function function -> Optional.of(Hardening.Item.BUILTINS);
            case Securable.Relation relation -> Optional.empty();
            case Securable.Sequence sequence -> Optional.empty();
        };
    }

    /** Who of the others has one of them by name already. */
    private List<SqlIdentifier> holders(List<Entry> group) {
        Set<String> clauses =
                group.stream()
                        .map(entry -> entry.on().clause(entry.privilege()))
                        .collect(Collectors.toSet());
        return others.stream()
                .filter(other ->
                        entries.stream()
                                .anyMatch(entry ->
                                        entry.grantee().equals(other.name())
                                                && clauses.contains(
                                                        entry.on().clause(entry.privilege()))))
                .toList();
    }

    private static final String BUILTINS =
            "built-in functions that store, signal, wait or run SQL out of sight";

    private static boolean isHardened(Entry entry, String database, Ruled ruled) {
        return switch (entry.on()) {
            case Securable.Database(String name) ->
                    name.equals(database) || OTHER_DATABASES.contains(name);
            case Securable.Schema(String name) -> name.equals("public");
            case Securable.Language(String name) -> LANGUAGES.contains(name);
            case Securable.Relation relation -> ruled.rules(relation.name());
            case Securable.Function function -> entry.kind().equals("BUILTIN");
            case Securable.Sequence sequence -> false;
        };
    }
}
