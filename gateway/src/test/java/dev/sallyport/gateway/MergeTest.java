package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Subjects;
import dev.sallyport.audit.Subjects.Basis;
import dev.sallyport.testkit.PostgresRelease;
import dev.sallyport.testkit.RealPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Before PostgreSQL 17 a MERGE returns nothing, so nothing is added to it. */
class MergeTest {
    private static final String MERGE =
            "MERGE INTO patients p USING (VALUES (1, 'x'), (2, 'y')) v (i, n) ON p.id = v.i"
                    + " WHEN MATCHED THEN UPDATE SET last_name = n"
                    + " WHEN NOT MATCHED THEN INSERT VALUES (i, n)";

    @TempDir private Path folder;

    @Test
    void runsAsItIsAndIsRefusedWhereTheRecordMustSayWhoseItIs() throws Exception {
        RealPostgres old = RealPostgres.of(PostgresRelease.POSTGRES_16);
        String database = old.newDatabase();
        try (Connection admin = old.asAdmin("postgres");
                Statement statement = admin.createStatement()) {
            statement.execute("ALTER DATABASE " + database + " RENAME TO ehr");
        }
        int oid;
        try (Connection admin = old.asAdmin("ehr");
                Statement statement = admin.createStatement()) {
            GatewayFixture.furnish(admin);
            statement.execute("CREATE TABLE nurse.patients (id bigint, last_name text)");
            statement.execute("INSERT INTO nurse.patients VALUES (1, 'a')");
            statement.execute("ALTER TABLE nurse.patients OWNER TO nora");
            try (ResultSet row = statement.executeQuery("SELECT 'nurse.patients'::regclass::oid")) {
                row.next();
                oid = row.getInt(1);
            }
        }
        UpstreamTarget target = UpstreamTarget.plain(GatewayFixture.loopback(old.port()));
        try (GatewayFixture gateway = GatewayFixture.before(target, folder);
                RawClient nora = gateway.rawNora()) {
            gateway.apply(with(Hospital.snapshot(), oid));
            assertThat(RawClient.types(nora.ask(MERGE))).isEqualTo("CZ");
            assertThat(Logged.events(folder).stream().flatMap(MergeTest::subjects))
                    .singleElement()
                    .satisfies(one -> assertThat(one.basis()).isEqualTo(Basis.AGGREGATE));

            gateway.apply(
                    with(
                            Hospital.changed(
                                    folder,
                                    AccountingTest.NAMES,
                                    AccountingTest.NAMES + ", accounting: record"),
                            oid));
            assertThat(nora.ask(MERGE).getFirst().field('M')).startsWith("SP2080");
        }
    }

    private static Stream<Subjects> subjects(String event) {
        return Subjects.in(event).stream();
    }

    private static PolicySnapshot with(PolicySnapshot snapshot, int oid) {
        ShownColumns.Standing patients =
                new ShownColumns.Standing(
                        oid, "nurse", "patients", Map.of(1, "id", 2, "last_name"));
        return snapshot.with(
                ShownColumns.of(
                        snapshot.policy(), Map.of("ehr", List.of(patients)), new byte[] {7}));
    }
}
