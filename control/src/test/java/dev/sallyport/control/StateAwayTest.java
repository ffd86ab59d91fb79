package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.OwnPostgres;
import dev.sallyport.testkit.RealPostgres;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Holds what the control plane does while its state database is away. */
final class StateAwayTest {
    private static final int TRIES = 20;

    @Test
    void saysSoAndGoesOnWhenItIsBack() throws Exception {
        try (OwnPostgres postgres = OwnPostgres.start();
                Served served = served(postgres)) {
            IdentityProvider identity = new IdentityProvider(served);
            String id = identity.created("nora@hospital.example", "");

            postgres.stop();
            Served.Answer answer = identity.suspend(id);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(served.get("/livez").status()).isEqualTo(200);
            assertThat(served.get("/readyz").status()).isEqualTo(503);
            assertThat(served.watch("/api/v1/directory/sync").body()).contains("SP7106");
            assertThat(answer.body()).contains("SP7106").doesNotContain("Exception", "jdbc");
            assertThat(served.doors.cuts()).isEmpty();

            postgres.begin();
            assertThat(suspendedInTheEnd(identity, id)).isEqualTo(200);
            assertThat(served.doors.cuts()).containsOnly("nora");
            served.doors.awaited(directory ->
                    directory.people().values().stream().allMatch(one -> one.suspended()));
        }
    }

    /** As identity providers do, who hear 503: a connection of before may be the next one's. */
    private static int suspendedInTheEnd(IdentityProvider identity, String id) throws Exception {
        int status = identity.suspend(id).status();
        for (int tries = 1; status == 503 && tries < TRIES; tries++) {
            status = identity.suspend(id).status();
        }
        return status;
    }

    private static Served served(OwnPostgres postgres) throws IOException {
        return Served.over(
                new ControlSettings.StateDatabase(
                        "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres",
                        RealPostgres.ADMIN,
                        ""));
    }
}
