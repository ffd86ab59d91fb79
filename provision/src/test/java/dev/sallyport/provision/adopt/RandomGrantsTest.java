package dev.sallyport.provision.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Policy;
import dev.sallyport.testkit.PostgresRelease;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever was granted over the years is adopted without a loss, and the first plan is empty. */
final class RandomGrantsTest {
    /** Half of them on each release; all 200 with {@code -Dsallyport.full=true}. */
    private static final int SETS = Boolean.getBoolean("sallyport.full") ? 100 : 6;

    private static final long SEED = 20261121;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES_14", "POSTGRES_18"})
    void losesNothing(PostgresRelease release) throws SQLException, IOException {
        for (int set = 0; set < SETS; set++) {
            long seed = SEED + set;
            Brownfield first = new Brownfield(release);
            first.run(AdoptionTest.THINGS);
            int granted = grant(first, RandomGrants.of(new Random(seed)));
            assertThat(granted).as("seed %d", seed).isGreaterThan(25);
            Survey survey = first.survey();
            Policy policy = Brownfield.read(Brownfield.folder(survey));
            assertThat(Brownfield.adopted(policy)).as("seed %d", seed).isEqualTo(survey.found());
            assertThat(first.plan(policy).steps()).as("seed %d", seed).isEmpty();
            List<String> before = Catalog.of(first, survey.version());

            Brownfield clone = new Brownfield(release);
            clone.run(AdoptionTest.THINGS);
            clone.run(
                    Restoring.statements(
                                    Brownfield.adopted(policy), clone.database, survey.version())
                            .toArray(String[]::new));

            assertThat(Catalog.of(clone, survey.version()))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(before);
        }
    }

    /** What somebody may not do they would not have done, either. */
    private static int grant(Brownfield brownfield, List<String> statements) throws SQLException {
        int done = 0;
        try (Connection admin = brownfield.postgres.asAdmin(brownfield.database);
                Statement statement = admin.createStatement()) {
            for (String sql : statements) {
                try {
                    statement.execute(sql.formatted(brownfield.database));
                    done++;
                } catch (SQLException refused) {
                    statement.execute("RESET ROLE");
                }
            }
        }
        return done;
    }
}
