package dev.sallyport.provision.drift;

import dev.sallyport.policy.Adopted;
import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Policy;
import dev.sallyport.sql.TableName;
import java.util.List;
import java.util.Optional;

/**
 * What the policy says of one database: which tables it governs and which schemas it manages.
 *
 * @param database as PostgreSQL calls it
 * @param adopted what was there before Sallyport and is to stay
 */
record Watched(String database, Optional<Catalog.Database> catalog, Optional<Adopted> adopted) {

    /**
     * @param name the database's name in the policy
     */
    static Watched of(Policy policy, String name, String database) {
        return new Watched(
                database,
                Optional.ofNullable(policy.catalog().databases().get(name)),
                Optional.ofNullable(policy.adopted().get(name)));
    }

    /** Whether a role was there when the database was adopted. */
    boolean adopts(String role) {
        return adopted.stream()
                .flatMap(all -> all.roles().stream())
                .anyMatch(one -> one.name().equals(role));
    }

    boolean governs(String schema, String table) {
        return table(schema, table).isPresent();
    }

    /** {@code schema.table}, as a fact names what it reads. */
    boolean governs(String relation) {
        int dot = relation.indexOf('.');
        return dot > 0 && governs(relation.substring(0, dot), relation.substring(dot + 1));
    }

    boolean manages(String schema) {
        return catalog.map(Catalog.Database::managed).orElse(List.of()).contains(schema);
    }

    boolean classifies(String schema, String table, String column) {
        return table(schema, table).flatMap(governed -> governed.classOf(column)).isPresent();
    }

    private Optional<Catalog.GovernedTable> table(String schema, String table) {
        return catalog.flatMap(known -> known.table(new TableName(schema, table)));
    }
}
