package dev.sallyport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

final class RealPostgresTest {
    private final RealPostgres postgres = RealPostgres.shared();

    @Test
    void checksPasswordsAndForgetsTheRolesOfEarlierDatabases() throws SQLException {
        String first = postgres.newDatabase();
        try (Connection admin = postgres.asAdmin(first);
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE ROLE somebody LOGIN PASSWORD 'right'");
        }
        postgres.as("somebody", "right", first).close();
        assertThatThrownBy(() -> postgres.as("somebody", "wrong", first))
                .isInstanceOf(SQLException.class)
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("28P01");

        String second = postgres.newDatabase();

        assertThat(second).isNotEqualTo(first);
        assertThatThrownBy(() -> postgres.as("somebody", "right", second))
                .isInstanceOf(SQLException.class);
    }
}
