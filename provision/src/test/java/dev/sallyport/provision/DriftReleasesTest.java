package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.provision.drift.BaselineKeeper;
import dev.sallyport.provision.drift.DriftWatch;
import dev.sallyport.provision.drift.Finding;
import dev.sallyport.provision.drift.Look;
import dev.sallyport.testkit.PostgresRelease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Drift is seen on every release; {@link DriftTest} looks at each change by itself on one. */
final class DriftReleasesTest {

    @ParameterizedTest
    @EnumSource(PostgresRelease.class)
    void seesEverythingDoneAtOnceAndNothingOfOurs(PostgresRelease release)
            throws SQLException, IOException {
        BaselineKeeper keeper = new BaselineKeeper("a key".getBytes(StandardCharsets.UTF_8), "ehr");
        Hospital hospital = new Hospital(release, keeper);
        hospital.asAdmin(Changes.SETTING);
        hospital.withDoor();
        try (DriftWatch watch = new DriftWatch(hospital.target, keeper, Duration.ZERO)) {
            assertThat(watch.tick(Hospital.policy(), Hospital.NOW).findings()).isEmpty();
            List<Changes> changes =
                    Changes.all(hospital.database)
                            .filter(change -> change.isPossibleOn(release))
                            .toList();
            for (Changes change : changes) {
                hospital.asAdmin(change.sql());
            }

            Look look = watch.tick(Hospital.policy(), Hospital.NOW);

            assertThat(look.findings())
                    .extracting(Finding::object)
                    .containsAll(changes.stream().map(Changes::object).toList());
            assertThat(look.notes()).hasSize(release == PostgresRelease.POSTGRES_14 ? 1 : 0);
        }
        hospital.asAdmin("SELECT pg_drop_replication_slot('leak')");
        hospital.asAdmin("ALTER SUBSCRIPTION s1 SET (slot_name = NONE); DROP SUBSCRIPTION s1");
    }
}
