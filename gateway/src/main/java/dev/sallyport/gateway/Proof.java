package dev.sallyport.gateway;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What somebody has proved who they are with.
 *
 * @param id which of them, where a person can have several; empty for the one password
 * @param until when it ends, and every session with it
 */
public record Proof(Means means, String id, Optional<Instant> until) {

    /** A kind of proof. */
    public enum Means {
        PASSWORD,
        TOKEN,
        CERTIFICATE;

        /** As the record has it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The one password, which does not end by itself. */
    public static Proof password() {
        return new Proof(Means.PASSWORD, "", Optional.empty());
    }

    boolean standsAt(Instant now) {
        return until.map(now::isBefore).orElse(true);
    }
}
