package dev.sallyport.gateway;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one of several servers must be to be signed in to: libpq's {@code target_session_attrs}. A
 * server says it of itself as it lets us in (PostgreSQL 14 and later).
 */
public enum TargetRole {
    ANY,
    READ_WRITE,
    READ_ONLY,
    PRIMARY,
    STANDBY,
    /** A standby where one is there, else any. */
    PREFER_STANDBY;

    /**
     * @throws dev.sallyport.problem.Refused SP4065 where the word is no role
     */
    public static TargetRole of(String word) {
        return UpstreamTarget.named("target_session_attrs", word, TargetRole::named);
    }

    /** None where the word is no role. */
    private static Stream<TargetRole> named(String word) {
        return Arrays.stream(values())
                .filter(role ->
                        role.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word));
    }

    /** What to look for first; {@link #ANY} is looked for when nobody was that. */
    TargetRole first() {
        return this == PREFER_STANDBY ? STANDBY : this;
    }

    /**
     * @param settings as the server reports them
     */
    boolean suits(Map<String, String> settings) {
        boolean standby = "on".equals(settings.get("in_hot_standby"));
        boolean readOnly = standby || "on".equals(settings.get("default_transaction_read_only"));
        return switch (this) {
            case ANY, PREFER_STANDBY -> true;
            case READ_WRITE -> !readOnly;
            case READ_ONLY -> readOnly;
            case PRIMARY -> !standby;
            case STANDBY -> standby;
        };
    }
}
