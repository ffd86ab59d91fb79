package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import dev.sallyport.sql.TableName;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a job may do: rectangles of rows and columns, united and never multiplied.
 *
 * @param owner who answers for it
 * @param reason why it exists
 * @param purposes names, the first is the default; at least one
 * @param terms on what terms it is held
 */
public record Role(
        String name,
        String owner,
        String reason,
        List<String> purposes,
        List<Rectangle> allow,
        Terms terms,
        Place place) {

    public Role {
        purposes = List.copyOf(purposes);
        allow = List.copyOf(allow);
    }

    public Role with(List<Rectangle> rectangles) {
        return new Role(name, owner, reason, purposes, rectangles, terms, place);
    }

    Role with(Terms others) {
        return new Role(name, owner, reason, purposes, allow, others, place);
    }

    /** The same under another name. */
    public Role named(String other) {
        return new Role(other, owner, reason, purposes, allow, terms, place);
    }

    /** The classes of statement that may run: those written, else those the rectangles need. */
    public Set<StatementClass> statements() {
        return terms.statements().orElseGet(this::needed);
    }

    private Set<StatementClass> needed() {
        Set<StatementClass> needed = EnumSet.noneOf(StatementClass.class);
        for (Rectangle rectangle : allow) {
            if (!rectangle.see().isEmpty() || !rectangle.masked().isEmpty()) {
                needed.add(StatementClass.SELECT);
            }
            if (!rectangle.edit().insert().isEmpty()) {
                needed.add(StatementClass.INSERT);
            }
            if (!rectangle.edit().update().isEmpty()) {
                needed.add(StatementClass.UPDATE);
            }
            if (rectangle.edit().delete()) {
                needed.add(StatementClass.DELETE);
            }
            if (!rectangle.export().isEmpty()) {
                needed.add(StatementClass.COPY_OUT);
            }
        }
        return needed;
    }

    /**
     * One entry under {@code allow}: these rows by these columns by these verbs.
     *
     * @param on databases or tables, as written
     * @param scope the name of the row filter
     * @param see classes shown in clear
     * @param masked class to mask
     * @param export classes of these that may leave as a file
     */
    public record Rectangle(
            Set<Target> on,
            String scope,
            Set<String> see,
            Map<String, String> masked,
            Edit edit,
            Set<String> export,
            Place place) {

        public Rectangle {
            on = Ordered.copyOf(on);
            see = Set.copyOf(see);
            masked = Ordered.copyOf(masked);
            export = Ordered.copyOf(export);
        }

        public Rectangle with(Set<Target> targets, Edit changes) {
            return new Rectangle(targets, scope, see, masked, changes, export, place);
        }

        /** Whether it names a table, or the whole database that has it. */
        public boolean covers(String database, TableName table) {
            return on.contains(new Target(database, Optional.of(table)))
                    || on.contains(new Target(database, Optional.empty()));
        }
    }

    /** A whole database, or one table of it. */
    public record Target(String database, Optional<TableName> table) {

        public boolean covers(String otherDatabase, TableName otherTable) {
            return database.equals(otherDatabase)
                    && table.map(name -> name.equals(otherTable)).orElse(true);
        }
    }

    /**
     * What may be changed.
     *
     * @param insert columns a new row may name; a word with a dot is a class, for all its columns
     * @param update columns that may be changed, likewise
     * @param set columns pinned to a value in every row written: default and check in one
     */
    public record Edit(
            Set<String> insert, Set<String> update, boolean delete, Map<String, Scope.Value> set) {

        public static final Edit NOTHING = new Edit(Set.of(), Set.of(), false, Map.of());

        public Edit {
            insert = Set.copyOf(insert);
            update = Set.copyOf(update);
            set = Ordered.copyOf(set);
        }

        public boolean inserts(Catalog.GovernedTable table, String column) {
            return includes(insert, table, column);
        }

        public boolean updates(Catalog.GovernedTable table, String column) {
            return includes(update, table, column);
        }

        private static boolean includes(
                Set<String> words, Catalog.GovernedTable table, String column) {
            return words.contains(column)
                    || table.classOf(column).filter(words::contains).isPresent();
        }

        public boolean isNothing() {
            return insert.isEmpty() && update.isEmpty() && !delete;
        }
    }
}
