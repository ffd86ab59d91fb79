package dev.sallyport.control.signin;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where each login has signed in from: what strangers do elsewhere is not held against it there.
 */
final class Places {
    /** Longer than a holiday. */
    static final Duration MEMORY = Duration.ofDays(30);

    /** Home, work, a telephone's changing networks; the oldest go. */
    static final int MOST = 16;

    private final JdbcClient database;

    Places(JdbcClient database) {
        this.database = database;
    }

    Familiarity of(String login, Source source, Instant now) {
        return database.sql(
                                """
                                SELECT 1 FROM control.sign_in_place
                                WHERE login = :login AND network = :network AND last_at > :since
                                """)
                        .param("login", login)
                        .param("network", source.network())
                        .param("since", now.minus(MEMORY).atOffset(ZoneOffset.UTC))
                        .query(Integer.class)
                        .optional()
                        .isPresent()
                ? Familiarity.KNOWN_HERE
                : Familiarity.NEW_HERE;
    }

    void remember(String login, Source source, Instant now) {
        database.sql(
                        """
                        INSERT INTO control.sign_in_place (login, network, last_at)
                        VALUES (:login, :network, :now)
                        ON CONFLICT (login, network) DO UPDATE SET last_at = excluded.last_at
                        """)
                .param("login", login)
                .param("network", source.network())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        database.sql(
                        """
                        DELETE FROM control.sign_in_place WHERE login = :login AND network IN (
                            SELECT network FROM control.sign_in_place WHERE login = :login
                            ORDER BY last_at DESC OFFSET :most)
                        """)
                .param("login", login)
                .param("most", MOST)
                .update();
    }
}
