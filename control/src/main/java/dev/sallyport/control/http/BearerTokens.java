package dev.sallyport.control.http;

import static dev.sallyport.problem.ProblemCode.SP7103;
import static dev.sallyport.problem.ProblemCode.SP7113;

import dev.sallyport.control.console.SecretDigest;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What programs prove themselves with: shown once, kept as a hash, for one purpose and a time. */
public final class BearerTokens {
    /** The old one and the new one while a source or a gateway changes from one to the other. */
    static final int LIVE = 2;

    /** Longer than this nobody remembers where a token went. */
    static final Duration LONGEST = Duration.ofDays(366);

    private static final int BYTES = 32;
    private static final String SCHEME = "bearer ";

    /** Two issues at one time would each see room for one. */
    private static final long TURN = 7101;

    private final JdbcClient state;
    private final TransactionTemplate transactions;
    private final InstantSource clock;
    private final RandomGenerator chance;

    BearerTokens(
            JdbcClient state,
            TransactionTemplate transactions,
            InstantSource clock,
            RandomGenerator chance) {
        this.state = state;
        this.transactions = transactions;
        this.clock = clock;
        this.chance = chance;
    }

    /** What a token is for; it opens nothing else. */
    public enum Scope {
        /** To tell who works here. */
        SCIM,
        /** To see how the control plane fares. */
        WATCH,
        /** To follow as a gateway. */
        GATEWAY
    }

    /** A token as it may be shown. */
    public record Token(String id, String name, Scope scope, Instant issued, Instant expires) {}

    /** A token and what proves it, this once. */
    public record Issued(Token token, String secret) {
        @Override
        public String toString() {
            return token.toString();
        }
    }

    /**
     * @throws Refused SP7113 where two are live already for the same, or it would live too long
     */
    public Issued issue(String name, Scope scope, Duration life) {
        if (life.compareTo(LONGEST) > 0 || !life.isPositive()) {
            throw refused(
                    "a token may live up to " + LONGEST.toDays() + " days", "give another end");
        }
        Instant now = clock.instant();
        byte[] random = new byte[BYTES];
        chance.nextBytes(random);
        String secret =
                "sp_"
                        + scope.name().toLowerCase(Locale.ROOT)
                        + "_"
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Token token =
                new Token(
                        new UUID(chance.nextLong(), chance.nextLong()).toString(),
                        name,
                        scope,
                        now,
                        now.plus(life));
        transactions.executeWithoutResult(status -> {
            state.sql("SELECT pg_advisory_xact_lock(:turn)")
                    .param("turn", TURN)
                    .query((row, number) -> number)
                    .list();
            if (live().stream().filter(one -> changesTo(one, token)).count() >= LIVE) {
                throw refused(
                        LIVE
                                + " tokens for `"
                                + (scope == Scope.GATEWAY ? name : scope)
                                + "` are live already",
                        "revoke one first");
            }
            insert(token, secret);
        });
        return new Issued(token, secret);
    }

    /** Whether whoever has one of them changes to the other: gateways are each one of its own. */
    private static boolean changesTo(Token one, Token other) {
        return one.scope() == other.scope()
                && (one.scope() != Scope.GATEWAY || one.name().equals(other.name()));
    }

    public List<Token> live() {
        return state.sql(
                        "SELECT * FROM bearer_token WHERE revoked IS NULL AND expires > :now"
                                + " ORDER BY issued, id")
                .param("now", time(clock.instant()))
                .query(BearerTokens::token)
                .list();
    }

    /**
     * @throws Refused SP7103 where none has this id
     */
    public void revoke(String id) {
        int revoked =
                state.sql(
                                "UPDATE bearer_token SET revoked = :now"
                                        + " WHERE id::text = :id AND revoked IS NULL")
                        .param("now", time(clock.instant()))
                        .param("id", id)
                        .update();
        if (revoked == 0) {
            throw new Refused(Problem.of(SP7103, "no live token has id `" + id + "`", ""));
        }
    }

    /** Whose token an Authorization header holds, if it holds a live one for this scope. */
    Optional<Token> proved(@Nullable String header, Scope scope) {
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        byte[] digest = SecretDigest.of(header.substring(SCHEME.length()).strip());
        return state
                .sql(
                        "SELECT * FROM bearer_token WHERE revoked IS NULL AND expires > :now"
                                + " AND scope = :scope")
                .param("now", time(clock.instant()))
                .param("scope", scope.name())
                .query((row, number) ->
                        MessageDigest.isEqual(digest, row.getBytes("digest"))
                                ? Optional.of(token(row, number))
                                : Optional.<Token>empty())
                .list()
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Whether it has neither ended nor been revoked since it was proved. */
    boolean isLive(Token token) {
        return live().stream().anyMatch(one -> one.id().equals(token.id()));
    }

    private void insert(Token token, String secret) {
        state.sql(
                        "INSERT INTO bearer_token (id, name, scope, digest, issued, expires)"
                                + " VALUES (:id::uuid, :name, :scope, :digest, :issued, :expires)")
                .param("id", token.id())
                .param("name", token.name())
                .param("scope", token.scope().name())
                .param("digest", SecretDigest.of(secret))
                .param("issued", time(token.issued()))
                .param("expires", time(token.expires()))
                .update();
    }

    private static Token token(ResultSet row, int number) throws SQLException {
        return new Token(
                row.getString("id"),
                row.getString("name"),
                Scope.valueOf(row.getString("scope")),
                row.getTimestamp("issued").toInstant(),
                row.getTimestamp("expires").toInstant());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Refused refused(String message, String instead) {
        return new Refused(Problem.of(SP7113, message, instead));
    }
}
