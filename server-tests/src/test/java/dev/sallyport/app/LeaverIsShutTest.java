package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.cli.Terminal;
import dev.sallyport.testkit.FreePort;
import dev.sallyport.testkit.Project;
import dev.sallyport.testkit.TokenPlatform;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is gone is shut out at the databases, whatever file of ours cannot be written. */
final class LeaverIsShutTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir Path folder;

    @Test
    void alsoWhereTheirTokensCannotBeRemovedWhichSomebodyIsTold() throws Exception {
        int port = FreePort.next();
        StringWriter alerts = new StringWriter();
        try (TokenPlatform platform = new TokenPlatform();
                OwnServer own = OwnServer.start(folder)) {
            Path config = own.governed(port, platform);
            try (Running running = new Running();
                    PrintWriter err = new PrintWriter(alerts)) {
                new Server(
                                ConfigReader.read(config, Map.of()),
                                new Checkout(Project.ROOT),
                                Clock.systemUTC())
                        .open(running, new Terminal(err, err));
                HrDirectory hr = HrDirectory.of(own, port);
                String lea = hr.joins("lea");
                hr.group("all", lea);
                Path tokens = own.data().resolve("keys/tokens");
                await(() -> {
                    own.token("lea");
                    return Files.exists(tokens);
                });
                assertThat(tokens).content().contains(" lea ");
                assertThat(mayLogIn(own)).isEqualTo("t");
                // Also for whoever may write everything: the next version has no place.
                Path inTheWay =
                        Files.createDirectories(folder.resolve("data/keys/tokens.partial/x"));

                hr.active(lea, false);

                assertThat(mayLogIn(own)).isEqualTo("f");
                assertThat(alerts.toString())
                        .contains(
                                "ALERT SP7121 1 suspended or gone could not be cut off at the doors:"
                                        + " SP6004 `"
                                        + tokens
                                        + "` cannot be written");
                Files.delete(inTheWay);
                await(() -> !Files.readString(tokens).contains(" lea "));
            }
        }
    }

    private static String mayLogIn(OwnServer own) throws Exception {
        try (Connection admin = own.postgres().asAdmin("postgres")) {
            return OwnServer.one(
                    admin,
                    "SELECT coalesce(bool_or(rolcanlogin), false) FROM pg_roles WHERE rolname = 'lea'");
        }
    }

    private static void await(Callable<Boolean> fact) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!fact.call()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
