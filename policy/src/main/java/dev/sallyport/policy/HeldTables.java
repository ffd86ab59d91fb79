package dev.sallyport.policy;

import dev.sallyport.sql.RelationName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which of the roles that somebody holds shows what a statement names. */
final class HeldTables {
    /** What the database says of itself, and what a session keeps for itself alone. */
    private static final Set<String> OF_THE_DATABASE =
            Set.of("pg_catalog", "information_schema", "pg_temp", "pg_toast");

    private final AccessIndex index;
    private final Optional<Catalog.Database> database;
    private final List<Role> roles;
    private final Map<String, Mask> masks;

    HeldTables(Policy policy, AccessIndex index, String database, List<String> held) {
        this.index = index;
        this.database = Optional.ofNullable(policy.catalog().databases().get(database));
        this.masks = policy.catalog().masks();
        this.roles = held.stream().flatMap(name -> policy.effective(name).stream()).toList();
    }

    /** A governed table as one role shows it. */
    record Shown(Role role, Catalog.GovernedTable table) {}

    /** In the order they are held. */
    List<Role> roles() {
        return roles;
    }

    /** Whether it is none of the database's own catalogs. */
    boolean isData(RelationName relation) {
        return relation.schema().isPresent()
                ? !OF_THE_DATABASE.contains(relation.schema().get())
                : !relation.name().startsWith("pg_") || !tables(relation).isEmpty();
    }

    /**
     * Every role through which a name may be read: the one it is qualified by, or all that show
     * such a table, for the search path is the client's.
     */
    List<Shown> showing(RelationName relation) {
        List<Shown> showing = new ArrayList<>();
        for (Role role : roles) {
            if (relation.schema().map(schema -> mayMean(schema, role)).orElse(true)) {
                tables(relation).stream()
                        .map(table -> new Shown(role, table))
                        .filter(this::shows)
                        .forEach(showing::add);
            }
        }
        return showing;
    }

    private boolean mayMean(String schema, Role role) {
        return schema.equals(role.name()) || isManaged(schema);
    }

    private boolean isManaged(String schema) {
        return database.map(Catalog.Database::managed).orElse(List.of()).contains(schema);
    }

    private Set<Catalog.GovernedTable> tables(RelationName relation) {
        return database.map(in -> in.named(relation.name())).orElse(Set.of());
    }

    boolean shows(Shown shown) {
        return ways(shown)
                .anyMatch(part ->
                        shown.table().columns().values().stream()
                                .anyMatch(one ->
                                        part.see().contains(one)
                                                || part.masked().containsKey(one)));
    }

    private Stream<Role.Rectangle> ways(Shown shown) {
        return database.stream()
                .flatMap(in -> index.ways(shown.role().name(), in.name(), shown.table()).stream())
                .map(Way::rectangle);
    }

    /** Whether the rows of a table are about people. */
    boolean isAboutPeople(Catalog.GovernedTable table) {
        return !keys(table).isEmpty();
    }

    private Set<String> keys(Catalog.GovernedTable table) {
        return database.map(in -> in.subjectColumns(table)).orElse(Set.of());
    }

    /** What the role's view calls the columns by which people can be told apart. */
    List<String> keys(Shown shown) {
        return keys(shown.table()).stream().flatMap(column -> seenAs(column, shown)).toList();
    }

    /** In clear, or as a code that stands for the value: neither makes two people one. */
    private Stream<String> seenAs(String column, Shown shown) {
        String dataClass = shown.table().classOf(column).orElse("");
        if (ways(shown).anyMatch(part -> part.see().contains(dataClass))) {
            return Stream.of(column);
        }
        return ways(shown)
                .flatMap(part -> Optional.ofNullable(part.masked().get(dataClass)).stream())
                .flatMap(name -> Optional.ofNullable(masks.get(name)).stream())
                .filter(Mask.Surrogate.class::isInstance)
                .map(mask -> mask.as().orElse(column));
    }
}
