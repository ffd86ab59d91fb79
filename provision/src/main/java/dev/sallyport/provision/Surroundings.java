package dev.sallyport.provision;

import dev.sallyport.sql.SqlIdentifier;
import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a database holds that is not ours, as far as the door must know it.
 *
 * @param roles every role of the cluster
 * @param groups the roles that carry our mark
 * @param administrator who is asking, and will apply
 * @param accounts the members of {@code sp_person}
 * @param roleMakers accounts with {@code CREATEROLE} that are no superusers
 * @param schemas schema to owner
 * @param recorded keys of the objects we recorded as made by us
 * @param beyondReach what everybody has and this administrator cannot take away
 * @param neighbours whose roles stand for other databases
 * @param everybody what PUBLIC may, and what was taken from it
 */
record Surroundings(
        String database,
        int version,
        Administrator administrator,
        Map<TableName, Table> tables,
        Set<String> roles,
        Set<String> groups,
        Set<String> accounts,
        Set<String> roleMakers,
        Map<String, String> schemas,
        Set<String> recorded,
        List<NativeObject.PublicGrant> beyondReach,
        Departures departures,
        Neighbours neighbours,
        Everybody everybody) {

    /**
     * What hardening is about.
     *
     * @param may what PUBLIC may now
     * @param lost what we took from it
     * @param closed owners whose new functions are not for everybody
     * @param showing views that show everybody a governed table
     */
    record Everybody(
            List<NativeObject.PublicGrant> may,
            List<NativeObject.Taken> lost,
            Set<String> closed,
            List<Showing> showing) {
        static final Everybody NOTHING = new Everybody(List.of(), List.of(), Set.of(), List.of());

        List<NativeObject> objects() {
            List<NativeObject> objects = new ArrayList<>(may);
            objects.addAll(lost);
            closed.forEach(owner ->
                    objects.add(new NativeObject.DefaultPrivilege(new SqlIdentifier(owner))));
            return objects;
        }
    }

    /** A view, and a table it shows by its owner's rights. */
    record Showing(TableName view, TableName table) {}

    /** The first major version with {@code INHERIT} and {@code SET} on a membership. */
    static final int MEMBERSHIP_OPTIONS = 160000;

    /** The first major version where {@code CREATEROLE} reaches only the roles it made. */
    private static final int BOUNDED_CREATEROLE = 160000;

    Optional<Table> table(TableName name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** A table whose existence was checked. */
    Table known(TableName name) {
        return table(name).orElseThrow();
    }

    /** Owners, columns, row security and rights of tables: who is kept, and who is kept out. */
    String fingerprint(Set<TableName> governed) {
        return governed.stream()
                .sorted()
                .map(table -> table(table).map(Table::toString).orElse(""))
                .collect(Collectors.joining("\n"));
    }

    boolean hasMembershipOptions() {
        return version >= MEMBERSHIP_OPTIONS;
    }

    boolean makersRuleEverybody() {
        return version < BOUNDED_CREATEROLE;
    }

    boolean isRecorded(NativeObject object) {
        return recorded.contains(object.key());
    }

    /**
     * A table of theirs.
     *
     * @param guard whose row security it has
     * @param columns in the table's order
     * @param grantees roles with any privilege, neither the owner nor ours
     * @param publicPolicies row policies for everybody, which would also open it to a lens
     * @param references foreign keys that change other rows when a row of it changes
     */
    record Table(
            TableName name,
            Kind kind,
            SqlIdentifier owner,
            Guard guard,
            Map<String, Column> columns,
            List<String> grantees,
            List<String> publicPolicies,
            List<Reference> references) {

        Optional<Column> column(String column) {
            return Optional.ofNullable(columns.get(column));
        }

        /** A column whose existence was checked. */
        Column known(String column) {
            return column(column).orElseThrow();
        }
    }

    /** Whether row security can be put on a relation. */
    enum Kind {
        TABLE,
        OTHER
    }

    /** Whether row security is on. */
    enum Guard {
        NONE,
        ON
    }

    /**
     * @param type as it is written in a cast
     * @param computedFrom the columns a generated one is made of
     */
    record Column(String name, String type, Set<Trait> traits, List<String> computedFrom) {
        boolean is(Trait trait) {
            return traits.contains(trait);
        }
    }

    /**
     * A foreign key that changes the rows of its table by itself, whoever may do that.
     *
     * @param columns of that table
     * @param keys the columns it points at
     */
    record Reference(
            TableName table,
            List<String> columns,
            List<String> keys,
            Follow onDelete,
            Follow onUpdate) {

        Reference {
            columns = List.copyOf(columns);
            keys = List.copyOf(keys);
        }
    }

    /** What a foreign key does when the row it points at goes or has another key. */
    enum Follow {
        NOTHING,
        CASCADE,
        SET_NULL,
        SET_DEFAULT;

        /** As PostgreSQL says it. */
        @Override
        public String toString() {
            return name().replace('_', ' ');
        }
    }

    /** What a column is part of. */
    enum Trait {
        PRIMARY_KEY,
        FOREIGN_KEY,
        /** Its default takes a number from a sequence that is not for everybody. */
        NUMBERED
    }
}
