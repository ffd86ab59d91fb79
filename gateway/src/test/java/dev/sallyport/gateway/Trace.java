package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.OwnPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Objects;

/** What a session finds of itself, and what it leaves. */
final class Trace {
    /** Everything by which a session could find what another left; one row, the same each time. */
    static final String ALL =
            """
            SELECT pg_catalog.concat_ws('|',
              current_user, current_setting('search_path'), current_setting('work_mem'),
              current_setting('TimeZone'), current_setting('application_name'),
              current_setting('statement_timeout'), current_setting('client_encoding'),
              current_setting('default_transaction_read_only'),
              current_setting('default_transaction_isolation'),
              coalesce(nullif(current_setting('sallyport.purpose', true), ''), 'none'),
              coalesce(current_setting('my.secret', true), 'none'),
              pg_catalog.pg_my_temp_schema(),
              (SELECT count(*) FROM pg_catalog.pg_prepared_statements WHERE name LIKE 'left%'),
              (SELECT count(*) FROM pg_catalog.pg_cursors WHERE name LIKE 'left%'),
              (SELECT count(*) FROM pg_catalog.pg_listening_channels()),
              (SELECT count(*) FROM pg_catalog.pg_locks
                 WHERE pid = pg_backend_pid() AND locktype = 'advisory'),
              (SELECT count(*) FROM pg_catalog.pg_settings WHERE source = 'session'))
            """;

    private Trace() {}

    static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return Objects.toString(rows.getString(1));
        }
    }

    static String backend(Connection connection) throws SQLException {
        return ask(connection, "SELECT pg_backend_pid()");
    }

    /** A driver that says in its startup packet what it would else set. */
    static Connection connect(GatewayFixture gateway, String login, String... properties)
            throws SQLException {
        String[] all = Arrays.copyOf(properties, properties.length + 2);
        all[properties.length] = "assumeMinServerVersion";
        all[properties.length + 1] = "14";
        return gateway.connect(login, "demo", "ehr", all);
    }

    /** Leaves as a driver does, and waits until the account is ready for another session. */
    static String leave(OwnPostgres postgres, GatewayFixture gateway, String login)
            throws SQLException {
        String backend;
        try (Connection connection = connect(gateway, login)) {
            backend = backend(connection);
        }
        awaitWarm(postgres, backend);
        return backend;
    }

    static void awaitWarm(OwnPostgres postgres, String backend) {
        assertThat(Logged.soon(() -> isWarm(postgres, backend))).isTrue();
    }

    private static boolean isWarm(OwnPostgres postgres, String backend) {
        try (Connection admin = postgres.asAdmin("ehr")) {
            return ask(
                            admin,
                            "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle' AND query"
                                    + " LIKE '%keeps this account warm%' AND pid = "
                                    + backend)
                    .equals("1");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
