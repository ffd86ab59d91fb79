package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.problem.Problem;
import dev.sallyport.testkit.RealPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a database is like, what was applied leaves nothing to do. */
final class RandomDatabaseTest {
    private static final int DATABASES = Boolean.getBoolean("sallyport.full") ? 100 : 5;

    /** Some policies are rightly refused for what their database is like. */
    private static final int SEEDS = DATABASES * 6;

    private final RealPostgres postgres = RealPostgres.shared();

    @Test
    void applyThenPlanIsEmptyOnAnyDatabase() throws Exception {
        int applied = 0;
        for (long seed = 1; seed <= SEEDS && applied < DATABASES; seed++) {
            RandomDatabase made = RandomDatabase.of(new Random(seed));
            applied += holds(made, "seed " + seed) ? 1 : 0;
        }
        assertThat(applied).isEqualTo(DATABASES);
    }

    private boolean holds(RandomDatabase made, String seed) throws Exception {
        String database = postgres.newDatabase();
        try (Connection admin = postgres.asAdmin(database);
                Statement statement = admin.createStatement()) {
            for (String sql : made.schema()) {
                statement.execute(sql);
            }
        }
        var provisioner =
                new Provisioner(
                        new TargetDatabase(
                                "ehr",
                                postgres.url(database),
                                RealPostgres.ADMIN,
                                postgres.adminPassword()),
                        login -> "secret of " + login);
        Policy policy = RandomDoor.read(made.policy());
        Entitlements entitlements = Entitlements.at(Hospital.NOW, policy, RandomDoor.people());
        return switch (provisioner.plan(policy, entitlements)) {
            case PlanReading.Refused(List<Problem> problems) -> {
                assertThat(problems)
                        .as("%s%n%s", seed, made)
                        .allMatch(one ->
                                List.of("SP3003", "SP3001", "SP3070").contains(one.code().name()));
                yield false;
            }
            case PlanReading.Planned(Plan plan) -> {
                assertThat(provisioner.apply(plan))
                        .as("%s%n%s", seed, made)
                        .isInstanceOf(Applied.Done.class);
                assertThat(Hospital.planned(provisioner.plan(policy, entitlements)).sentences())
                        .as("%s%n%s", seed, made)
                        .isEmpty();
                yield true;
            }
        };
    }
}
