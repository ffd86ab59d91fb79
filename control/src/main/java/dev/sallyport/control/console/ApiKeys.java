package dev.sallyport.control.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keys as rows; what proves one is kept as a hash. */
final class ApiKeys {
    /** A program asks many times a minute, and each use would be a write. */
    private static final Duration USED_TO = Duration.ofMinutes(1);

    private static final String STANDS =
            "revoked IS NULL AND expires > :now AND NOT EXISTS (SELECT FROM step"
                    + " WHERE step.login = api_key.owner AND kind = 'left' AND at >= issued)";

    private final JdbcClient state;
    private final InstantSource clock;

    ApiKeys(JdbcClient state, InstantSource clock) {
        this.state = state;
        this.clock = clock;
    }

    /** While it stands: not revoked, not over, its owner not gone since. */
    Optional<ApiKey> proved(String secret) {
        if (!KeySecret.isSpelled(secret)) {
            return Optional.empty();
        }
        return state.sql("SELECT * FROM api_key WHERE digest = :digest AND " + STANDS)
                .param("digest", SecretDigest.of(secret))
                .param("now", time(clock.instant()))
                .query(ApiKeys::key)
                .optional();
    }

    void used(ApiKey key) {
        Instant now = clock.instant();
        boolean isKnown =
                key.lastUsed().filter(last -> now.isBefore(last.plus(USED_TO))).isPresent();
        if (!isKnown) {
            state.sql("UPDATE api_key SET last_used = :now WHERE id = :id")
                    .param("now", time(now))
                    .param("id", key.id())
                    .update();
        }
    }

    /** What a key was given for. */
    enum Kind {
        PROGRAM,
        PERSON;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean isOf(ApiKey key, Kind kind) {
        return state.sql("SELECT kind = :kind FROM api_key WHERE id = :id")
                .param("kind", kind.word())
                .param("id", key.id())
                .query(Boolean.class)
                .single();
    }

    void insert(ApiKey key, Kind kind, String secret) {
        state.sql(
                        "INSERT INTO api_key (id, name, owner, kind, scopes, digest, issued, expires)"
                                + " VALUES (:id, :name, :owner, :kind, :scopes, :digest, :issued, :expires)")
                .param("id", key.id())
                .param("name", key.name())
                .param("owner", key.owner())
                .param("kind", kind.word())
                .param("scopes", Right.words(key.scopes()).toArray(String[]::new))
                .param("digest", SecretDigest.of(secret))
                .param("issued", time(key.issued()))
                .param("expires", time(key.expires()))
                .update();
    }

    /** A sign-in that is over is on record and nowhere else. */
    void forgetSignIns(Instant now) {
        state.sql("DELETE FROM api_key WHERE kind = 'person' AND expires <= :now")
                .param("now", time(now))
                .update();
    }

    Optional<ApiKey> standing(UUID id) {
        return state.sql("SELECT * FROM api_key WHERE id = :id AND " + STANDS)
                .param("id", id)
                .param("now", time(clock.instant()))
                .query(ApiKeys::key)
                .optional();
    }

    /**
     * Those of programs that stand, oldest first.
     *
     * @param owner whose; everybody's where it is empty
     */
    List<ApiKey> standing(Optional<String> owner, Instant after, UUID afterId, int most) {
        return state.sql(
                        "SELECT * FROM api_key WHERE kind = 'program' AND (:owner::text IS NULL OR owner = :owner)"
                                + " AND (issued, id) > (:after, :afterId) AND "
                                + STANDS
                                + " ORDER BY issued, id LIMIT :most")
                .param("owner", owner.orElse(null))
                .param("after", time(after))
                .param("afterId", afterId)
                .param("now", time(clock.instant()))
                .param("most", most)
                .query(ApiKeys::key)
                .list();
    }

    void revoke(UUID id) {
        state.sql("UPDATE api_key SET revoked = :now WHERE id = :id AND revoked IS NULL")
                .param("now", time(clock.instant()))
                .param("id", id)
                .update();
    }

    private static ApiKey key(ResultSet row, int number) throws SQLException {
        Set<Right> scopes = EnumSet.noneOf(Right.class);
        for (String word : (String[]) row.getArray("scopes").getArray()) {
            Right.of(word).ifPresent(scopes::add);
        }
        return new ApiKey(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("owner"),
                scopes,
                row.getTimestamp("issued").toInstant(),
                row.getTimestamp("expires").toInstant(),
                Optional.ofNullable(row.getTimestamp("last_used")).map(Timestamp::toInstant));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
