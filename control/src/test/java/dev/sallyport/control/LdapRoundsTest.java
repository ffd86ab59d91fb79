package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.directory.ReadStatus;
import dev.sallyport.control.ldap.FakeLdap;
import dev.sallyport.control.ldap.LdapLayout;
import dev.sallyport.testkit.ServerCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory is read round after round, also after some that failed. */
final class LdapRoundsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir private Path folder;

    @Test
    void readsByItselfAndTellsOfAFailureOnce() throws Exception {
        try (FakeLdap ldap =
                        new FakeLdap(
                                ServerCertificate.create(folder, "ldap", "-ext san=ip:127.0.0.1"));
                Served served = opened(ldap)) {
            await(() -> failures(served) > 1);
            ldap.empty();
            ldap.person("nora");
            await(() -> !served.steps.isEmpty());
            await(() -> failures(served) == 0);

            assertThat(served.steps)
                    .extracting(step -> step.login() + " " + step.kind() + " by " + step.actor())
                    .containsExactly("nora joined by ldap");
            assertThat(served.alarms)
                    .singleElement()
                    .asString()
                    .contains("SP7184 ", "an entry shows no `entryUUID`");
        }
    }

    private static Served opened(FakeLdap ldap) throws Exception {
        ldap.person("nora");
        ldap.hide("entryUUID");
        return Served.reading(ldap.settings(LdapLayout.OPENLDAP, Duration.ofMillis(50)));
    }

    private static int failures(Served served) {
        return served.plane().ldap().status().map(ReadStatus::failures).orElseThrow();
    }

    private static void await(BooleanSupplier condition) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE);
            Thread.onSpinWait();
        }
    }
}
