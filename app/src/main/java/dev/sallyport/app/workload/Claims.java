package dev.sallyport.app.workload;

import dev.sallyport.policy.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a token says whose signature is its platform's (RFC 7519), read as strictly as meant. */
record Claims(JsonNode document) {
    /** How far two clocks may be apart, where a token says from when on it holds. */
    static final Duration SKEW = Duration.ofSeconds(60);

    /** What lasts longer is a password. */
    static final Duration LONGEST = Duration.ofHours(24);

    /** Of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    /**
     * What is wrong with it, if anything: the name of the claim, never its value.
     *
     * @param audience us
     */
    Optional<String> wrong(Workload workload, String audience, Instant now) {
        if (!text("iss").equals(Optional.of(workload.issuer()))) {
            return Optional.of("iss");
        }
        // Meant for nobody else, who could hand it on.
        if (!audiences().equals(List.of(audience))) {
            return Optional.of("aud");
        }
        if (!text("sub").equals(Optional.of(workload.subject()))) {
            return Optional.of("sub");
        }
        Optional<Instant> until = until();
        if (until.isEmpty()) {
            return Optional.of("exp");
        }
        if (!now.isBefore(until.get())) {
            return Optional.of("expired");
        }
        if (until.get().isAfter(now.plus(LONGEST))) {
            return Optional.of("exp is more than 24 h ahead");
        }
        return isPast("nbf", now) && isPast("iat", now)
                ? Optional.empty()
                : Optional.of("not valid yet");
    }

    Optional<Instant> until() {
        return time("exp");
    }

    private boolean isPast(String name, Instant now) {
        return document.path(name).isMissingNode()
                || time(name).filter(at -> !at.isAfter(now.plus(SKEW))).isPresent();
    }

    private Optional<String> text(String name) {
        JsonNode value = document.path(name);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    /** One text is a list of one. */
    private List<String> audiences() {
        JsonNode value = document.path("aud");
        List<String> audiences = new ArrayList<>();
        if (value.isString()) {
            audiences.add(value.stringValue());
        }
        if (value.isArray()) {
            value.valueStream()
                    .forEach(one -> audiences.add(one.isString() ? one.stringValue() : ""));
        }
        return audiences;
    }

    /** Seconds since 1970 (section 2), of which a part may be told. */
    private Optional<Instant> time(String name) {
        JsonNode value = document.path(name);
        double seconds =
                value.isFloatingPointNumber() || (value.isNumber() && value.canConvertToLong())
                        ? value.doubleValue()
                        : -1;
        return seconds >= 0 && seconds <= LAST_SECOND
                ? Optional.of(Instant.ofEpochSecond((long) seconds))
                : Optional.empty();
    }
}
