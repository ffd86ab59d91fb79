package dev.sallyport.control.oidc;

import dev.sallyport.control.console.SecretDigest;
import dev.sallyport.control.oidc.IdTokens.Identity;
import dev.sallyport.control.oidc.LogoutTokens.Logout;
import dev.sallyport.control.oidc.OidcEvent.Proof;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who is signed in with which browser, the words they took, and the tokens made from them, as rows.
 * A session and a word are kept as hashes: what is in the database opens nothing.
 */
final class BrowserSessions {
    /** Long enough to set up some clients; signing in again is one click at the provider. */
    static final Duration LASTS = Duration.ofHours(1);

    /** To go from the browser to a terminal. */
    static final Duration WORD_LASTS = Duration.ofMinutes(5);

    /** Of one logout: a session of the provider, or all of a person's where it names none. */
    private static final String MEANT =
            """
             WHERE issuer = :issuer AND CASE WHEN :sid::text IS NULL THEN subject = :subject
             ELSE (sid = :sid OR sid IS NULL AND subject = :subject)
                  AND (:subject::text IS NULL OR subject = :subject) END
            """;

    private static final Duration TIDY_EVERY = Duration.ofMinutes(1);

    /** The locks of a subject and of a provider's session, beside those of others. */
    private static final int SUBJECT = 7160;

    private static final int SESSION = 7161;

    private final JdbcClient state;
    private final TransactionTemplate transactions;
    private final AtomicReference<Instant> tidied = new AtomicReference<>(Instant.MIN);

    BrowserSessions(JdbcClient state, TransactionTemplate transactions) {
        this.state = state;
        this.transactions = transactions;
    }

    /**
     * Somebody's session.
     *
     * @param person the directory's id
     * @param until outside of it
     */
    record Session(String person, Proof proof, Instant until) {}

    /** A token made from a session, by its name. */
    record Made(String id, String login) {}

    /** False where the flow was used before. */
    boolean use(Flow flow, Instant now) {
        tidy(now);
        return state.sql(
                                "INSERT INTO control.oidc_flow (digest, until)"
                                        + " VALUES (:digest, :until) ON CONFLICT DO NOTHING")
                        .param("digest", flow.mark())
                        .param("until", sql(flow.until()))
                        .update()
                == 1;
    }

    /** False where the provider signed them out before we heard that they are in. */
    boolean begin(String secret, UUID person, String issuer, Identity identity, Instant now) {
        return Objects.requireNonNull(
                transactions.execute(_ -> {
                    lock(issuer, Optional.of(identity.subject()), identity.session());
                    return began(secret, person, issuer, identity, now);
                }));
    }

    private boolean began(
            String secret, UUID person, String issuer, Identity identity, Instant now) {
        return state.sql(
                                """
                                INSERT INTO control.oidc_session (digest, person, issuer, subject, sid,
                                       methods, acr, authenticated, until)
                                SELECT :digest, :person, :issuer, :subject, :sid, :methods, :acr,
                                       :authenticated, :until
                                 WHERE NOT EXISTS (SELECT FROM control.oidc_logout
                                                    WHERE issuer = :issuer
                                                      AND (sid = :sid
                                                           OR (sid IS NULL OR :sid::text IS NULL)
                                                              AND subject = :subject
                                                              AND issued >= :issued))
                                """)
                        .param("digest", SecretDigest.of(secret))
                        .param("person", person)
                        .param("issuer", issuer)
                        .param("subject", identity.subject())
                        .param("sid", identity.session().orElse(null))
                        .param("methods", identity.proof().methods().toArray(String[]::new))
                        .param("acr", identity.proof().acr().orElse(null))
                        .param("authenticated", sql(identity.proof().at()))
                        .param("issued", sql(identity.issued()))
                        .param("until", sql(now.plus(LASTS)))
                        .update()
                == 1;
    }

    Optional<Session> of(String secret, Instant now) {
        return state.sql(
                        "SELECT * FROM control.oidc_session WHERE digest = :digest AND until > :now")
                .param("digest", SecretDigest.of(secret))
                .param("now", sql(now))
                .query(BrowserSessions::session)
                .optional();
    }

    void end(String secret) {
        state.sql("DELETE FROM control.oidc_session WHERE digest = :digest")
                .param("digest", SecretDigest.of(secret))
                .update();
    }

    /** A session has one word at a time; the last one counts. */
    void give(String word, String secret, Instant now) {
        state.sql(
                        """
                        INSERT INTO control.oidc_word (session, digest, until)
                        VALUES (:session, :digest, :until)
                        ON CONFLICT (session) DO UPDATE
                        SET digest = excluded.digest, until = excluded.until
                        """)
                .param("session", SecretDigest.of(secret))
                .param("digest", SecretDigest.of(word))
                .param("until", sql(now.plus(WORD_LASTS)))
                .update();
    }

    /** The mark of the session that a word was given in; it is used up, whatever comes of it. */
    Optional<byte[]> spend(String word, Instant now) {
        return state.sql(
                        "DELETE FROM control.oidc_word WHERE digest = :digest"
                                + " RETURNING CASE WHEN until > :now THEN session END")
                .param("digest", SecretDigest.of(word))
                .param("now", sql(now))
                .query((row, _) -> Optional.ofNullable(row.getBytes(1)))
                .optional()
                .flatMap(one -> one);
    }

    Optional<Session> marked(byte[] mark, Instant now) {
        return state.sql(
                        "SELECT * FROM control.oidc_session WHERE digest = :digest AND until > :now")
                .param("digest", mark)
                .param("now", sql(now))
                .query(BrowserSessions::session)
                .optional();
    }

    /**
     * Keeps which session a token was made from; false where that has ended by now. A logout that
     * comes at the same time waits for this, and then knows the token.
     */
    boolean bind(byte[] mark, String id, String login, Instant until, Instant now) {
        return state.sql(
                                """
                                INSERT INTO control.oidc_token (id, login, issuer, subject, sid, until)
                                SELECT :id, :login, issuer, subject, sid, :until
                                  FROM control.oidc_session
                                 WHERE digest = :digest AND control.oidc_session.until > :now
                                   FOR SHARE
                                """)
                        .param("id", id)
                        .param("login", login)
                        .param("until", sql(until))
                        .param("digest", mark)
                        .param("now", sql(now))
                        .update()
                == 1;
    }

    /**
     * False where this logout was heard before. Sign-ins that it means wait until its transaction
     * is over.
     */
    boolean hear(Logout logout) {
        lock(logout.issuer(), logout.subject(), logout.session());
        return about(
                                """
                                INSERT INTO control.oidc_logout (issuer, jti, sid, subject, issued, until)
                                VALUES (:issuer, :jti, :sid, :subject, :issued, :until)
                                ON CONFLICT DO NOTHING
                                """,
                                logout)
                        .param("jti", logout.id())
                        .param("issued", sql(logout.issued()))
                        .param("until", sql(logout.until()))
                        .update()
                == 1;
    }

    /**
     * Of a sign-in and a logout that means it, one waits for the other and sees what came of it:
     * neither would see what the other has yet to commit. The subject's before the session's, so
     * that no two wait for each other.
     */
    private void lock(String issuer, Optional<String> subject, Optional<String> session) {
        subject.ifPresent(name -> lock(SUBJECT, issuer, name));
        session.ifPresent(name -> lock(SESSION, issuer, name));
    }

    private void lock(int kind, String issuer, String name) {
        state.sql("SELECT pg_advisory_xact_lock(:kind, hashtext(:name))")
                .param("kind", kind)
                .param("name", issuer + "\n" + name)
                .query((row, number) -> number)
                .list();
    }

    /** How many sessions that was. */
    int end(Logout logout) {
        return about("DELETE FROM control.oidc_session" + MEANT, logout).update();
    }

    /** The tokens made from what has ended. */
    List<Made> made(Logout logout) {
        return about("SELECT id, login FROM control.oidc_token" + MEANT, logout)
                .query((row, _) -> new Made(row.getString("id"), row.getString("login")))
                .list();
    }

    void forget(Made token) {
        state.sql("DELETE FROM control.oidc_token WHERE id = :id AND login = :login")
                .param("id", token.id())
                .param("login", token.login())
                .update();
    }

    /** Whatever comes first: strangers, too, may begin sign-ins and use them. */
    private void tidy(Instant now) {
        Instant last = tidied.get();
        if (last.isAfter(now.minus(TIDY_EVERY)) || !tidied.compareAndSet(last, now)) {
            return;
        }
        Stream.of("oidc_flow", "oidc_session", "oidc_token", "oidc_logout")
                .forEach(table ->
                        state.sql("DELETE FROM control." + table + " WHERE until <= :now")
                                .param("now", sql(now))
                                .update());
    }

    private JdbcClient.StatementSpec about(String statement, Logout logout) {
        return state.sql(statement)
                .param("issuer", logout.issuer())
                .param("subject", logout.subject().orElse(null))
                .param("sid", logout.session().orElse(null));
    }

    private static Session session(ResultSet row, int number) throws SQLException {
        return new Session(
                row.getString("person"),
                new Proof(
                        List.of((String[]) row.getArray("methods").getArray()),
                        Optional.ofNullable(row.getString("acr")),
                        Optional.ofNullable(row.getObject("authenticated", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)),
                row.getObject("until", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime sql(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable OffsetDateTime sql(Optional<Instant> instant) {
        return instant.map(BrowserSessions::sql).orElse(null);
    }
}
