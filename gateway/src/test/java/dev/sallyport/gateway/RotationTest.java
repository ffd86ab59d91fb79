package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.testkit.OwnPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The secrets of native accounts change while people sign in. */
class RotationTest {
    @TempDir Path folder;

    @Test
    void opensAnAccountWithTheSecretItHasWhileTheyAreChanged() throws Exception {
        try (OwnPostgres postgres = OwnPostgres.start()) {
            run(postgres, "postgres", "CREATE DATABASE ehr");
            try (Connection admin = postgres.asAdmin("ehr")) {
                GatewayFixture.furnish(admin);
            }
            try (GatewayFixture gateway =
                    GatewayFixture.ofOneLoop(
                            UpstreamTarget.plain(GatewayFixture.loopback(postgres.port())),
                            folder)) {
                String first = Trace.leave(postgres, gateway, "nora");

                gateway.secrets(GatewayFixture.SECRET, "next");
                try (Connection nora = Trace.connect(gateway, "nora")) {
                    assertThat(Trace.backend(nora)).isNotEqualTo(first);
                    run(postgres, "ehr", "ALTER ROLE nora PASSWORD 'next'");
                    Trace.connect(gateway, "nora", "ApplicationName", "another").close();
                    gateway.secrets("next");
                    assertThat(nora.isValid(1)).isTrue();
                }
                Trace.connect(gateway, "nora", "ApplicationName", "a third").close();

                run(postgres, "ehr", "ALTER ROLE nora PASSWORD 'mine'");
                assertThatThrownBy(() -> Trace.connect(gateway, "nora", "ApplicationName", "none"))
                        .hasMessageContaining("SP4007")
                        .hasMessageContaining("28P01");
            }
        }
    }

    private static void run(OwnPostgres postgres, String database, String sql) throws SQLException {
        try (Connection admin = postgres.asAdmin(database);
                Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }
}
