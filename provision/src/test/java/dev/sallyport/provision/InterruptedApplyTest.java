package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Policy;
import dev.sallyport.testkit.RealPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An apply that is killed between any two of its steps is finished by the next one. */
final class InterruptedApplyTest {
    private static final int LONGEST_WAIT = 1;

    /** More flushes than any apply here has. */
    private static final int MOST = 10_000;

    /** Around the commit and the ending of sessions every step counts. */
    private static final int LAST = 8;

    /** Of the steps before, as many; all of them with {@code -Dsallyport.full=true}. */
    private static final int BEFORE = Boolean.getBoolean("sallyport.full") ? MOST : 8;

    @Test
    void isFinishedByTheNextOneWhereverItWasKilled() throws SQLException, IOException {
        Hospital hospital = new Hospital().withDoor();
        Policy before = Hospital.policy();
        Policy after = Hospital.policy("phi.birth, phi.contact", "phi.birth");
        int steps = MOST - applyAndDie(hospital, hospital.plan(after), MOST);
        List<String> wanted = state(hospital);
        List<String> interrupted = new ArrayList<>();

        for (int step : chosen(steps)) {
            hospital.apply(before);
            try (Connection nora = hospital.as("nora")) {
                assertThat(applyAndDie(hospital, hospital.plan(after), step)).isNegative();
                Plan rest = hospital.plan(after);
                interrupted.addAll(rest.sentences());
                assertThat(hospital.provisioner.apply(rest)).isInstanceOf(Applied.Done.class);

                assertThat(state(hospital)).as("killed at step %d", step).isEqualTo(wanted);
                assertThat(hospital.plan(after).isEmpty()).isTrue();
                assertThat(nora.isValid(LONGEST_WAIT))
                        .as("killed at step %d, the loser's session lives on", step)
                        .isFalse();
            }
        }
        // It was killed before the commit, and between the commit and the ending of sessions.
        assertThat(interrupted).contains("- open sessions of nora", "~ view nurse.patients");
    }

    private static List<Integer> chosen(int steps) {
        List<Integer> early =
                new ArrayList<>(IntStream.range(0, Math.max(0, steps - LAST)).boxed().toList());
        Collections.shuffle(early, new Random(steps));
        return Stream.concat(
                        early.stream().limit(BEFORE),
                        IntStream.range(Math.max(0, steps - LAST), steps).boxed())
                .toList();
    }

    /** What is left of the flushes allowed; negative where it was killed. */
    private static int applyAndDie(Hospital hospital, Plan plan, int step) throws IOException {
        try (CuttingProxy proxy = CuttingProxy.before(hospital.postgres.port(), step)) {
            var target =
                    new TargetDatabase(
                            "ehr",
                            hospital.postgres
                                    .url(hospital.database)
                                    .replace(
                                            ":" + hospital.postgres.port() + "/",
                                            ":" + proxy.port() + "/"),
                            RealPostgres.ADMIN,
                            hospital.postgres.adminPassword());
            Applied outcome = new Provisioner(target, hospital.secrets).apply(plan);
            assertThat(outcome instanceof Applied.Done).isEqualTo(proxy.left() >= 0);
            return proxy.left();
        }
    }

    /** Everything our own tables hold, and what the nurses' view is now. */
    private static List<String> state(Hospital hospital) throws SQLException {
        List<String> state =
                new ArrayList<>(hospital.adminSees("SELECT * FROM sp.made ORDER BY object"));
        state.addAll(hospital.adminSees("SELECT * FROM sp.held ORDER BY 1, 2"));
        state.addAll(hospital.adminSees("SELECT login FROM sp.ending"));
        state.addAll(hospital.adminSees("SELECT policy FROM sp.state"));
        return state;
    }
}
