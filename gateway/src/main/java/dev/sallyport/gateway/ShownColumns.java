package dev.sallyport.gateway;

import dev.sallyport.audit.Pseudonym;
import dev.sallyport.audit.Pseudonyms;
import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.sql.RelationName;
import dev.sallyport.sql.SelectShape;
import dev.sallyport.sql.SelectShape.Part;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.TableName;
import io.netty.buffer.ByteBuf;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each column that a person can see shows, by the numbers that a RowDescription names it with,
 * and the key under which subjects go on record. Made anew with each apply, since views then get
 * other numbers.
 */
public final class ShownColumns {
    /** Numbers below are PostgreSQL's own tables. */
    private static final int FIRST_NORMAL_OID = 16_384;

    /** Where nothing is about anybody. */
    public static final ShownColumns NONE = new ShownColumns(Map.of(), Map.of(), new byte[1]);

    private final Map<String, Map<Integer, View>> databases;

    /** The views whose rows are about somebody, by role and name. */
    private final Map<String, Map<RelationName, View>> byName = new HashMap<>();

    /** The others. */
    private final Map<String, Set<RelationName>> nobodys = new HashMap<>();

    private final Map<String, Set<String>> tablesWithSubjects;
    private final byte[] key;
    private final String mark;

    /**
     * A view of a role, as it stands in a database.
     *
     * @param name of the view, which is the table's
     * @param columns by their number, from 1
     */
    public record Standing(int oid, String role, String name, Map<Integer, String> columns) {}

    /**
     * One view.
     *
     * @param name with its role
     * @param hasSubject whether its rows are about somebody
     * @param returned changes of it whose rows are all shown: a RETURNING asks for no further row
     */
    record View(
            RelationName name,
            boolean hasSubject,
            Map<Integer, Column> columns,
            Set<Part> returned) {
        /** The columns that hold a key in clear. */
        List<Column> keys() {
            return columns.values().stream().filter(column -> column.key().isPresent()).toList();
        }

        private boolean hasKey(Column other) {
            return keys().stream().anyMatch(key -> key.name().equals(other.name()));
        }
    }

    /**
     * One column.
     *
     * @param saw its class of data, with its mask where it has one
     * @param key the full name of the key that it holds in clear
     */
    record Column(String name, String saw, Optional<KeyName> key) {}

    private ShownColumns(
            Map<String, Map<Integer, View>> databases,
            Map<String, Set<String>> tablesWithSubjects,
            byte[] key) {
        this.databases = Map.copyOf(databases);
        this.tablesWithSubjects = Map.copyOf(tablesWithSubjects);
        this.key = key.clone();
        // What nobody guesses: a column of a client's own is not taken for one of ours by chance.
        Pseudonym secret = pseudonyms().of("an added column", new byte[0]);
        this.mark = "sallyport " + Long.toHexString(secret.high());
        databases.forEach((database, views) -> {
            Map<RelationName, View> named = new HashMap<>();
            views.values().stream()
                    .filter(View::hasSubject)
                    .forEach(view -> named.put(view.name(), view));
            byName.put(database, named);
            nobodys.put(
                    database,
                    views.values().stream()
                            .filter(view -> !view.hasSubject())
                            .map(View::name)
                            .collect(Collectors.toUnmodifiableSet()));
        });
    }

    private static Set<String> tablesWithSubjects(Catalog.Database database) {
        return database.tables().stream()
                .filter(table -> !keys(database, table).isEmpty())
                .map(table -> table.name().table())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param standing the views of each database; of one that was not asked yet nothing is known
     * @param key of {@link Pseudonyms}
     */
    public static ShownColumns of(Policy policy, Map<String, List<Standing>> standing, byte[] key) {
        Map<String, Set<String>> subjects = new HashMap<>();
        policy.catalog()
                .databases()
                .forEach((name, database) -> subjects.put(name, tablesWithSubjects(database)));
        Map<String, Map<Integer, View>> databases = new HashMap<>();
        standing.forEach((name, views) -> {
            Catalog.Database database = policy.catalog().databases().get(name);
            if (database != null) {
                databases.put(name, views(policy, database, views));
            }
        });
        return new ShownColumns(databases, subjects, key);
    }

    private static Map<Integer, View> views(
            Policy policy, Catalog.Database database, List<Standing> standing) {
        Map<Integer, View> views = new HashMap<>();
        for (Standing one : standing) {
            policy.effective(one.role())
                    .flatMap(role -> view(role, database, one))
                    .ifPresent(view -> views.put(one.oid(), view));
        }
        return Map.copyOf(views);
    }

    private static Optional<View> view(Role role, Catalog.Database database, Standing standing) {
        return Stream.concat(
                        database.tables().stream(),
                        database.managed().stream()
                                .map(schema -> new TableName(schema, standing.name()))
                                .flatMap(name -> database.table(name).stream()))
                .filter(table -> table.name().table().equals(standing.name()))
                .filter(table -> !rectangles(role, database, table).isEmpty())
                .findFirst()
                .map(table -> view(role, database, table, standing));
    }

    private static View view(
            Role role, Catalog.Database database, Catalog.GovernedTable table, Standing standing) {
        Map<String, String> keys = keys(database, table);
        List<Role.Rectangle> rectangles = rectangles(role, database, table);
        Map<Integer, Column> columns = new TreeMap<>();
        standing.columns()
                .forEach((number, name) -> {
                    String dataClass = table.classOf(name).orElse("unknown");
                    boolean clear =
                            rectangles.stream().anyMatch(part -> part.see().contains(dataClass));
                    columns.put(
                            number,
                            new Column(
                                    name,
                                    clear ? dataClass : dataClass + mask(rectangles, dataClass),
                                    Optional.ofNullable(clear ? keys.get(name) : null)
                                            .map(KeyName::new)));
                });
        return new View(
                new RelationName(Optional.of(role.name()), standing.name()),
                !keys.isEmpty(),
                columns,
                Stream.of(Part.INSERT, Part.UPDATE, Part.DELETE)
                        .filter(change -> isOneScope(role, database, table, change))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** A row that may be changed and not be seen would fail a RETURNING, or be left as it is. */
    private static boolean isOneScope(
            Role role, Catalog.Database database, Catalog.GovernedTable table, Part change) {
        return role.allow().stream()
                        .filter(part -> part.covers(database.name(), table.name()))
                        .filter(part -> shows(part) || edits(part.edit(), change))
                        .map(Role.Rectangle::scope)
                        .distinct()
                        .count()
                < 2;
    }

    private static boolean edits(Role.Edit edit, Part change) {
        return change == Part.DELETE
                ? edit.delete()
                : !(change == Part.INSERT ? edit.insert() : edit.update()).isEmpty();
    }

    private static List<Role.Rectangle> rectangles(
            Role role, Catalog.Database database, Catalog.GovernedTable table) {
        return role.allow().stream()
                .filter(part -> part.covers(database.name(), table.name()))
                .filter(ShownColumns::shows)
                .toList();
    }

    private static boolean shows(Role.Rectangle part) {
        return !part.see().isEmpty() || !part.masked().isEmpty();
    }

    private static String mask(List<Role.Rectangle> rectangles, String dataClass) {
        return rectangles.stream()
                .map(part -> part.masked().get(dataClass))
                .filter(Objects::nonNull)
                .findFirst()
                .map(mask -> ":" + mask)
                .orElse("");
    }

    /** The columns of a table that say whose a row is, with the full name of the key they hold. */
    private static Map<String, String> keys(
            Catalog.Database database, Catalog.GovernedTable table) {
        Map<String, String> keys = new HashMap<>();
        database.subject()
                .filter(subject -> subject.table().equals(table.name()))
                .ifPresent(subject -> {
                    keys.put(subject.key(), key(database.name(), table.name(), subject.key()));
                    for (Catalog.SubjectLink link : database.links()) {
                        if (link.database().isEmpty() && link.target().equals(table.name())) {
                            keys.put(link.targetColumn(), key(database.name(), link));
                        }
                    }
                });
        database.linkOf(table)
                .ifPresent(link -> keys.put(link.column(), key(database.name(), link)));
        return keys;
    }

    private static String key(String database, Catalog.SubjectLink link) {
        return key(link.database().orElse(database), link.target(), link.targetColumn());
    }

    private static String key(String database, TableName table, String column) {
        return database + "." + table + "." + column;
    }

    /** The view with this number; null where the database has none of ours. */
    @Nullable View at(String database, int oid) {
        Map<Integer, View> views = databases.get(database);
        return views == null ? null : views.get(oid);
    }

    /** Whether a number is of somebody's table, and not of PostgreSQL's own. */
    static boolean isSomebodys(int oid) {
        return Integer.compareUnsigned(oid, FIRST_NORMAL_OID) >= 0;
    }

    /**
     * The tables about somebody that a statement names, once for each time.
     *
     * @param roles whose views the person can name
     */
    List<String> tables(String database, List<String> roles, Statement statement) {
        Set<String> known = tablesWithSubjects.getOrDefault(database, Set.of());
        if (known.isEmpty()) {
            return List.of();
        }
        return statement.touches().relations().stream()
                .filter(one -> isSomebodys(database, roles, one.relation()))
                .flatMap(one -> Collections.nCopies(one.times(), one.relation().name()).stream())
                .toList();
    }

    /** Whether a name that a statement gives is of a table about somebody. */
    boolean isSomebodys(String database, List<String> roles, RelationName relation) {
        return relation.schema().map(roles::contains).orElse(true)
                && tablesWithSubjects.getOrDefault(database, Set.of()).contains(relation.name());
    }

    /** Whether a name that a statement gives is of nothing about anybody for certain. */
    boolean isNobodys(String database, List<String> roles, RelationName relation) {
        Set<RelationName> known = nobodys.getOrDefault(database, Set.of());
        return Reach.isCatalog(relation)
                || (!isSomebodys(database, roles, relation)
                        && views(roles, relation).anyMatch(known::contains));
    }

    /** The views that a name may mean. */
    private static Stream<RelationName> views(List<String> roles, RelationName relation) {
        return relation.schema().map(List::of).orElse(roles).stream()
                .map(role -> new RelationName(Optional.of(role), relation.name()));
    }

    /**
     * The columns that say whose a row of this relation is, whichever of the person's views is
     * meant; empty where one of them shows none in clear, or none is known.
     */
    List<Column> keysOf(String database, List<String> roles, RelationName relation) {
        List<View> meant = meant(database, roles, relation);
        return meant.stream()
                .flatMap(view -> view.keys().stream())
                .filter(column -> meant.stream().allMatch(view -> view.hasKey(column)))
                .toList();
    }

    /** Whether such a change of it changes the same rows if it returns them. */
    boolean mayReturn(
            String database, List<String> roles, RelationName relation, SelectShape change) {
        return meant(database, roles, relation).stream()
                .allMatch(view -> view.returned().containsAll(change.changes()));
    }

    private List<View> meant(String database, List<String> roles, RelationName relation) {
        Map<RelationName, View> named = byName.getOrDefault(database, Map.of());
        return views(roles, relation).map(named::get).filter(Objects::nonNull).toList();
    }

    /** Whether a column is called so. */
    boolean isMark(ByteBuf in, int from, int to) {
        if (to - from != mark.length()) {
            return false;
        }
        int at = 0;
        while (at < mark.length() && in.getByte(from + at) == mark.charAt(at)) {
            at++;
        }
        return at == mark.length();
    }

    /** What a column is called that the gateway adds. */
    String mark() {
        return mark;
    }

    /** Whether results of this database are about anybody. */
    boolean hasSubjects(String database) {
        return !tablesWithSubjects.getOrDefault(database, Set.of()).isEmpty();
    }

    Pseudonyms pseudonyms() {
        return new Pseudonyms(key);
    }
}
