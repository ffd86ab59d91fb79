package dev.sallyport.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.RealPostgres;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HarmlessFunctionsTest {
    /** Volatile because their answer changes, not because they change anything. */
    private static final Set<String> ONLY_UNSTEADY =
            Set.of(
                    """
                    clock_timestamp pg_database_size pg_indexes_size pg_is_in_recovery
                    pg_partition_ancestors pg_partition_tree pg_relation_size pg_table_size
                    pg_tablespace_size pg_total_relation_size random timeofday
                    """
                            .strip()
                            .split("\\s+"));

    private static final String VOLATILE =
            """
            SELECT DISTINCT proname::text FROM pg_catalog.pg_proc
            WHERE pronamespace = 'pg_catalog'::regnamespace AND provolatile = 'v'
              AND proname::text = ANY (?)
            """;

    @Test
    void theServerCallsNoneOfThemVolatileButTheUnsteady() throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection admin = RealPostgres.shared().asAdmin("postgres");
                PreparedStatement query = admin.prepareStatement(VOLATILE)) {
            Array names = admin.createArrayOf("text", Functions.HARMLESS.toArray());
            query.setArray(1, names);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        assertThat(found).isSubsetOf(ONLY_UNSTEADY);
    }
}
