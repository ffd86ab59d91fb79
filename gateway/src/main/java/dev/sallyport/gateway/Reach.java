package dev.sallyport.gateway;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Catalog.GovernedTable;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.sql.ColumnUse;
import dev.sallyport.sql.CopyDirection;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.RelationName;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Through which of a session's roles a statement may read rows, as far as its text tells: in doubt
 * through all of them. It decides nothing about what is shown.
 */
final class Reach {
    /** They return no row of a table. */
    private static final Set<String> SHOWING_NOTHING = Set.of("EXPLAIN", "DECLARE", "PREPARE");

    private static final Set<String> CHANGES = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");

    private static final Optional<CopyDirection> COPIED_IN = Optional.of(CopyDirection.IN);

    /** What they return was named by another statement. */
    private static final Set<String> NAMED_ELSEWHERE = Set.of("FETCH", "EXECUTE", "CALL", "DO");

    /** What PostgreSQL says of itself. */
    private static final Set<String> CATALOGS = Set.of("pg_catalog", "information_schema");

    /** More names than this in the statements of one session are not kept. */
    private static final int MOST_NAMES = 4_096;

    private final Policy policy;
    private final Optional<Catalog.Database> database;
    private final List<Role> roles;
    private final boolean sure;
    private final Map<RelationName, List<Source>> known = new HashMap<>();

    /** A table in the views of a role. */
    record Source(Role role, GovernedTable table) {
        /** What the role shows of it, in clear or masked. */
        Set<String> classes(String database) {
            Set<String> classes = new HashSet<>(table.columns().values());
            classes.retainAll(
                    role.allow().stream()
                            .filter(part -> part.covers(database, table.name()))
                            .flatMap(part ->
                                    Stream.concat(
                                            part.see().stream(), part.masked().keySet().stream()))
                            .collect(Collectors.toSet()));
            return classes;
        }

        boolean names(ColumnUse column) {
            return !column.column().equals(ColumnUse.ALL)
                    && table.columns().containsKey(column.column());
        }
    }

    /**
     * What a statement may read.
     *
     * @param sources empty where it reads nothing of anybody's
     * @param certain whether it names nothing else
     * @param columns it names; empty where it may read any
     */
    record Reached(List<Source> sources, boolean certain, Optional<Set<ColumnUse>> columns) {
        static final Reached NOTHING = new Reached(List.of(), true, Optional.of(Set.of()));
        static final Reached ANYTHING = new Reached(List.of(), false, Optional.empty());

        /** The classes of the columns it may read. */
        Set<String> shown(Source source, String database) {
            Set<String> shown = source.classes(database);
            columns.ifPresent(named ->
                    shown.retainAll(
                            named.stream()
                                    .flatMap(one -> source.table().classOf(one.column()).stream())
                                    .collect(Collectors.toSet())));
            return shown;
        }
    }

    /**
     * @param sure whether a name without a schema that begins as a catalog's is one
     */
    Reach(Policy policy, String database, List<String> roles, boolean sure) {
        this.sure = sure;
        this.policy = policy;
        this.database = Optional.ofNullable(policy.catalog().databases().get(database));
        this.roles = roles.stream().flatMap(role -> policy.effective(role).stream()).toList();
    }

    List<Role> roles() {
        return roles;
    }

    Reached of(Statement statement) {
        if (SHOWING_NOTHING.contains(statement.verb()) || isSilentChange(statement)) {
            return Reached.NOTHING;
        }
        Set<Source> sources = new LinkedHashSet<>();
        boolean certain = !mayReadAnything(statement);
        for (RelationUse use : statement.touches().relations()) {
            List<Source> shown = known(use.relation());
            sources.addAll(shown);
            boolean catalog =
                    isCatalog(use.relation()) && (sure || use.relation().schema().isPresent());
            certain &= !shown.isEmpty() || catalog;
        }
        return new Reached(List.copyOf(sources), certain, columns(statement, sources));
    }

    /** A word that is no column may be an alias, and stand for a whole row. */
    private static Optional<Set<ColumnUse>> columns(Statement statement, Set<Source> sources) {
        Set<ColumnUse> named = statement.touches().columns();
        boolean known =
                named.stream().allMatch(one -> sources.stream().anyMatch(in -> in.names(one)));
        return known ? Optional.of(named) : Optional.empty();
    }

    /** The word is reserved, so that it stands nowhere by chance. */
    private static boolean isSilentChange(Statement statement) {
        return statement.copyDirection().equals(COPIED_IN)
                || (CHANGES.contains(statement.verb())
                        && !statement.normalised().contains("returning"));
    }

    /** Whether tables it reads have columns of such a class in the views it may read through. */
    boolean mayCount(Reached reached, Set<String> classes) {
        return !classes.isEmpty()
                && (!reached.certain()
                        || reached.sources().stream()
                                .flatMap(source -> source.classes(name()).stream())
                                .anyMatch(classes::contains));
    }

    /** Whether a column of such a class may be in what it returns. */
    boolean mayShow(Reached reached, Set<String> classes) {
        return !classes.isEmpty()
                && (!reached.certain()
                        || reached.sources().stream()
                                .flatMap(source -> reached.shown(source, name()).stream())
                                .anyMatch(classes::contains));
    }

    private String name() {
        return database.map(Catalog.Database::name).orElse("");
    }

    /** Functions that are not known to be harmless are code that reads what it likes. */
    private static boolean mayReadAnything(Statement statement) {
        return NAMED_ELSEWHERE.contains(statement.verb())
                || statement.carriesCode()
                || (statement.effect() == Effect.WRITE
                        && !statement.touches().functions().isEmpty());
    }

    static boolean isCatalog(RelationName relation) {
        return relation.schema()
                .map(CATALOGS::contains)
                .orElseGet(() -> relation.name().startsWith("pg_"));
    }

    private List<Source> known(RelationName relation) {
        if (known.size() >= MOST_NAMES) {
            known.clear();
        }
        return known.computeIfAbsent(relation, this::sources);
    }

    /** Without a schema the search path decides, and people may change theirs. */
    private List<Source> sources(RelationName relation) {
        List<Source> sources = new ArrayList<>();
        for (GovernedTable table : named(relation.name())) {
            for (Role role : roles) {
                String schema = relation.schema().orElse(role.name());
                boolean meant = schema.equals(role.name()) || schema.equals(table.name().schema());
                if (meant && shows(role, table)) {
                    sources.add(new Source(role, table));
                }
            }
        }
        return sources;
    }

    private boolean shows(Role role, GovernedTable table) {
        return role.allow().stream()
                .anyMatch(part -> policy.covers(part, database.get().name(), table.name()));
    }

    private Set<GovernedTable> named(String name) {
        return database.map(in -> in.named(name)).orElse(Set.of());
    }
}
