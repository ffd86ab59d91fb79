package dev.sallyport.control.signin;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Logins with a password of ours: the demo's people and break-glass administrators. */
final class LocalAccounts {
    private final JdbcClient database;
    private final PasswordHash hash;
    private final String decoy;

    /** What a login and a password are; only the record hears more than right or not. */
    enum Match {
        RIGHT,
        WRONG,
        UNKNOWN
    }

    LocalAccounts(JdbcClient database, PasswordHash hash) {
        this.database = database;
        this.hash = hash;
        this.decoy = hash.ofNobody();
    }

    void put(String login, String password, Instant now) {
        database.sql(
                        """
                        INSERT INTO control.sign_in_account (login, password, set_at)
                        VALUES (:login, :password, :now)
                        ON CONFLICT (login) DO UPDATE
                        SET password = excluded.password, set_at = excluded.set_at
                        """)
                .param("login", login)
                .param("password", hash.of(password))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    boolean remove(String login) {
        return database.sql("DELETE FROM control.sign_in_account WHERE login = :login")
                        .param("login", login)
                        .update()
                == 1;
    }

    boolean has(String login) {
        return kept(login).isPresent();
    }

    /** One hash, whoever is asked for: time tells nobody which logins there are. */
    Match match(String login, String password) {
        Optional<String> kept = kept(login);
        boolean matches = hash.matches(password, kept.orElse(decoy));
        return kept.isEmpty() ? Match.UNKNOWN : matches ? Match.RIGHT : Match.WRONG;
    }

    private Optional<String> kept(String login) {
        return database.sql("SELECT password FROM control.sign_in_account WHERE login = :login")
                .param("login", login)
                .query(String.class)
                .optional();
    }
}
