package dev.sallyport.control.oidc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What a signed token says, read as strictly as it is meant. */
final class Claims {
    /** How far two clocks may be apart. */
    static final Duration SKEW = Duration.ofSeconds(60);

    /** OpenID Connect Core 1.0, section 2: a subject has at most 255 characters. */
    private static final int LONGEST_TEXT = 255;

    /** Of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private final JsonNode document;
    private final Function<String, Refusal> refusal;

    private Claims(JsonNode document, Function<String, Refusal> refusal) {
        this.document = document;
        this.refusal = refusal;
    }

    /**
     * @param refusal of whatever is not as it has to be
     */
    static Claims of(byte[] payload, Function<String, Refusal> refusal) {
        try {
            return new Claims(ProviderHttp.object(payload), refusal);
        } catch (Refusal notJson) {
            throw refusal.apply("claims");
        }
    }

    JsonNode raw(String name) {
        return document.path(name);
    }

    boolean has(String name) {
        return document.has(name);
    }

    Optional<String> text(String name) {
        JsonNode value = raw(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        String text = value.isString() ? value.stringValue() : "";
        if (text.isEmpty()
                || text.length() > LONGEST_TEXT
                || text.codePoints().anyMatch(Character::isISOControl)) {
            throw refusal.apply(name);
        }
        return Optional.of(text);
    }

    String required(String name) {
        return text(name).orElseThrow(() -> refusal.apply("no " + name));
    }

    /** One text is a list of one. */
    List<String> texts(String name) {
        JsonNode value = raw(name);
        if (value.isString()) {
            return List.of(value.stringValue());
        }
        if (!value.isMissingNode() && !value.isArray()) {
            throw refusal.apply(name);
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode one : value) {
            if (!one.isString()) {
                throw refusal.apply(name);
            }
            texts.add(one.stringValue());
        }
        return List.copyOf(texts);
    }

    /** Seconds since 1970 (RFC 7519, section 2). */
    Optional<Instant> time(String name) {
        JsonNode value = raw(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > LAST_SECOND) {
            throw refusal.apply(name);
        }
        return Optional.of(Instant.ofEpochSecond(value.longValue()));
    }

    void requireEqual(String name, String expected) {
        if (!text(name).equals(Optional.of(expected))) {
            throw refusal.apply(name);
        }
    }

    /** Meant for us and for nobody else, who could hand it on. */
    void requireAudience(String clientId) {
        if (!texts("aud").equals(List.of(clientId))) {
            throw refusal.apply("aud");
        }
    }

    /**
     * @param oldest since it was made, beside the skew
     */
    void requireTimely(Instant now, Duration oldest) {
        Instant expires = time("exp").orElseThrow(() -> refusal.apply("no exp"));
        if (!now.isBefore(later(expires))) {
            throw refusal.apply("expired");
        }
        Instant issued = time("iat").orElseThrow(() -> refusal.apply("no iat"));
        requirePast(issued, now);
        if (!now.isBefore(later(issued.plus(oldest)))) {
            throw refusal.apply("too old");
        }
        time("nbf").ifPresent(from -> requirePast(from, now));
    }

    void requirePast(Instant time, Instant now) {
        if (time.isAfter(later(now))) {
            throw refusal.apply("not yet valid");
        }
    }

    private static Instant later(Instant time) {
        return time.plus(SKEW);
    }
}
