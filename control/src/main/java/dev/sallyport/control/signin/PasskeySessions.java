package dev.sallyport.control.signin;

import dev.sallyport.control.console.SecretDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who has just proved who they are and may change their passkeys. The page holds the secret, and no
 * cookie does: what a browser sends by itself changes nothing.
 */
final class PasskeySessions {
    /** To find a key, name it and try it. */
    static final Duration LASTS = Duration.ofMinutes(10);

    /** By which one that leaked is found. */
    private static final String MARK = "sp_pk_";

    private static final int BYTES = 32;

    private final JdbcClient database;
    private final RandomGenerator random;

    /**
     * @param random a secure one
     */
    PasskeySessions(JdbcClient database, RandomGenerator random) {
        this.database = database;
        this.random = random;
    }

    /** The secret of a new one. */
    String begin(String login, Instant now) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String secret = MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        database.sql("DELETE FROM control.sign_in_passkey_session WHERE until <= :now")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        database.sql(
                        "INSERT INTO control.sign_in_passkey_session (digest, login, until)"
                                + " VALUES (:digest, :login, :until)")
                .param("digest", SecretDigest.of(secret))
                .param("login", login)
                .param("until", now.plus(LASTS).atOffset(ZoneOffset.UTC))
                .update();
        return secret;
    }

    /** Whose it is; empty where it is over or never was. */
    Optional<String> login(String secret, Instant now) {
        return database.sql(
                        "SELECT login FROM control.sign_in_passkey_session"
                                + " WHERE digest = :digest AND until > :now")
                .param("digest", SecretDigest.of(secret))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(String.class)
                .optional();
    }

    /** Ends all of a login's but one. */
    void endOthers(String login, String secret) {
        database.sql(
                        "DELETE FROM control.sign_in_passkey_session"
                                + " WHERE login = :login AND digest <> :digest")
                .param("login", login)
                .param("digest", SecretDigest.of(secret))
                .update();
    }

    /** Ends all of a login's. */
    void end(String login) {
        database.sql("DELETE FROM control.sign_in_passkey_session WHERE login = :login")
                .param("login", login)
                .update();
    }
}
