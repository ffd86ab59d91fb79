package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guardrails about statements that the sample has hold, whichever way a client asks. */
final class GuardrailsTest {
    private final Hospital hospital = Hospital.open();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXPLAIN ANALYZE SELECT * FROM patients",
                "explain (analyze, format json) select 1",
                "EXPLAIN (ANALYZE false, ANALYZE) SELECT * FROM patients WHERE mrn = 'MRN000001'",
                "UPDATE encounters SET notes = ''",
                "update physician.encounters set notes = 'x' where 1 = 1",
                "WITH all_of AS (UPDATE encounters SET notes = '' WHERE true RETURNING 1)"
                        + " SELECT * FROM all_of",
                "MERGE INTO encounters e USING (SELECT 1) s ON true WHEN MATCHED THEN UPDATE SET"
                        + " notes = ''",
                "DELETE FROM encounters",
                "TRUNCATE encounters",
                "GRANT SELECT ON encounters TO PUBLIC",
                "REVOKE ALL ON ALL TABLES IN SCHEMA physician FROM PUBLIC",
                "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC"
            })
    void refuse(String sql) throws SQLException {
        List<String> before = hospital.truth("SELECT id, notes FROM hosp.encounters ORDER BY id");
        for (Way way : Way.FOR_WRITES) {
            try (Connection omar = way.connect(hospital, Door.GATEWAY, "omar")) {
                if (way == Way.SQL_PREPARE && !sql.matches("(?is)(update|delete|with|merge).*")) {
                    continue; // PREPARE takes no other.
                }
                assertThat(way.ask(omar, sql))
                        .as(way + " " + sql)
                        .isInstanceOfSatisfying(
                                Way.Seen.Refusal.class,
                                refusal -> {
                                    assertThat(refusal.sqlState()).isEqualTo("42501");
                                    assertThat(refusal.message()).startsWith("SP2047 guardrail ");
                                    assertThat(refusal.detail())
                                            .startsWith("Rule 30-assignments.yaml:");
                                    assertThat(refusal.hint())
                                            .containsIgnoringCase("no role opens it");
                                });
            }
        }
        assertThat(hospital.truth("SELECT id, notes FROM hosp.encounters ORDER BY id"))
                .isEqualTo(before);
    }
}
