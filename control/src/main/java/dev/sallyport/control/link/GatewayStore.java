package dev.sallyport.control.link;

import dev.sallyport.control.http.BearerTokens.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which gateways there are: the names of live tokens, and when each was last asked with. */
final class GatewayStore {
    /** Nobody looks for a time more exact, and each gateway asks all the time. */
    private static final Duration SELDOM = Duration.ofMinutes(1);

    private final JdbcClient state;
    private final Map<String, Instant> kept = new ConcurrentHashMap<>();

    GatewayStore(JdbcClient state) {
        this.state = state;
    }

    /** Once this returns, the gateway is one that is to follow. */
    void asked(String name, Instant now) {
        Instant last = kept.get(name);
        if (last != null && Duration.between(last, now).abs().compareTo(SELDOM) < 0) {
            return;
        }
        state.sql(
                        "INSERT INTO gateway (name, seen) VALUES (:name, :seen)"
                                + " ON CONFLICT (name) DO UPDATE SET seen = excluded.seen")
                .param("name", name)
                .param("seen", time(now))
                .update();
        kept.put(name, now);
    }

    /** All that have a live token, and when they last asked; never, where it was not used yet. */
    Map<String, Optional<Instant>> live(Instant now) {
        Map<String, Optional<Instant>> all = new TreeMap<>();
        state.sql(
                        "SELECT name, seen FROM bearer_token LEFT JOIN gateway USING (name)"
                                + " WHERE scope = :scope AND revoked IS NULL AND expires > :now")
                .param("scope", Scope.GATEWAY.name())
                .param("now", time(now))
                .query(row -> {
                    all.put(
                            row.getString("name"),
                            Optional.ofNullable(row.getObject("seen", OffsetDateTime.class))
                                    .map(OffsetDateTime::toInstant));
                });
        return all;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
