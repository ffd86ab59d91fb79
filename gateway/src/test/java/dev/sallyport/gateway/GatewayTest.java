package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.PSQLException;

class GatewayTest {
    @TempDir static Path folder;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void answersASimpleAndAnExtendedQuery() throws Exception {
        for (String mode : new String[] {"simple", "extended"}) {
            try (Connection nora = gateway.nora("preferQueryMode", mode)) {
                assertThat(count(nora, "SELECT count(*) FROM notes WHERE id > 10")).isEqualTo(990);
            }
        }
    }

    @Test
    void forwardsAWriteAndItsCount() throws Exception {
        try (Connection nora = gateway.nora();
                Statement statement = nora.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE notes SET body = 'x' WHERE id <= 3"))
                    .isEqualTo(3);
        }
    }

    @Test
    void streamsALargeResult() throws Exception {
        try (Connection nora = gateway.nora();
                Statement statement = nora.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT g, repeat('x', 100) FROM generate_series(1, 200000) g")) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            assertThat(count).isEqualTo(200_000);
        }
    }

    @Test
    void saysInThePolicysWordsWhyATableIsNotThere() throws Exception {
        try (Connection nora = gateway.nora()) {
            assertThatThrownBy(() -> count(nora, "SELECT count(*) FROM mental_health_notes"))
                    .isInstanceOfSatisfying(
                            PSQLException.class,
                            refusal -> {
                                var told = Objects.requireNonNull(refusal.getServerErrorMessage());
                                assertThat(told.getSQLState()).isEqualTo("42501");
                                assertThat(told.getMessage()).startsWith("SP2041 ");
                                assertThat(told.getDetail()).contains("20-roles.yaml:");
                                assertThat(told.getHint()).isNotBlank();
                            });
            assertThat(count(nora, "SELECT 1")).isEqualTo(1);
        }
    }

    @Test
    void saysWhichRoleDoesNotIncludeWhatNoTableIsAbout() throws Exception {
        try (Connection nora = gateway.nora()) {
            assertThatThrownBy(() -> execute(nora, "CREATE TABLE public.kept (id int)"))
                    .isInstanceOfSatisfying(
                            PSQLException.class,
                            refusal -> {
                                var told = Objects.requireNonNull(refusal.getServerErrorMessage());
                                assertThat(told.getSQLState()).isEqualTo("42501");
                                assertThat(told.getMessage())
                                        .isEqualTo(
                                                "SP2046 role `nurse` does not include this:"
                                                        + " permission denied for schema public");
                            });
        }
    }

    @Test
    void refusesAPasswordChangeAndFailsTheTransactionAsTheDatabaseWould() throws Exception {
        try (Connection nora = gateway.nora()) {
            nora.setAutoCommit(false);
            assertThat(count(nora, "SELECT 1")).isEqualTo(1);
            assertThatThrownBy(() -> execute(nora, "ALTER ROLE nora PASSWORD 'mine'"))
                    .hasMessageContaining("SP2044");
            assertThatThrownBy(() -> count(nora, "SELECT 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            failed -> assertThat(failed.getSQLState()).isEqualTo("25P02"));
        }
    }

    @Test
    void doesNotTellAWrongPasswordFromAnUnknownName() {
        for (String login : new String[] {"nora", "nobody"}) {
            assertThatThrownBy(() -> gateway.connect(login, "wrong", "ehr").close())
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            failed -> assertThat(failed.getSQLState()).isEqualTo("28P01"));
        }
    }

    @Test
    void refusesWhoHoldsNoRoleAndADatabaseThatIsNotHere() {
        for (String login : new String[] {"newt", "ada"}) {
            assertThatThrownBy(() -> gateway.connect(login, "demo", "ehr").close())
                    .hasMessageContaining("SP4002");
        }
        assertThatThrownBy(() -> gateway.connect("nora", "demo", "elsewhere").close())
                .hasMessageContaining("SP4003");
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
