package dev.sallyport.provision.adopt;

import dev.sallyport.policy.Adopted;
import java.util.List;

/**
 * What one look at a database found.
 *
 * @param database as PostgreSQL calls it
 * @param account who looked
 * @param version as {@code server_version_num}
 */
public record Survey(
        String database,
        String account,
        int version,
        Adopted found,
        List<Table> tables,
        List<Limit> limits) {

    public Survey {
        tables = List.copyOf(tables);
        limits = List.copyOf(limits);
    }
}
