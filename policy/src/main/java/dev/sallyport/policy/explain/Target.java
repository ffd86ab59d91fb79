package dev.sallyport.policy.explain;

import dev.sallyport.policy.Catalog;
import dev.sallyport.sql.TableName;
import java.util.Optional;

/** A governed table, or one column of it. */
public record Target(String database, Catalog.GovernedTable governed, Optional<String> column) {

    TableName table() {
        return governed.name();
    }

    /** {@code ehr.hosp.patients.ssn}, as it is asked for. */
    @Override
    public String toString() {
        return database + "." + table() + column.map(name -> "." + name).orElse("");
    }
}
