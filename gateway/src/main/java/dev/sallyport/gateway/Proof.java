package dev.sallyport.gateway;

import dev.sallyport.policy.Span;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What somebody has proved who they are with.
 *
 * @param id which of them, where a person can have several; empty for the one password; issuer and
 *     subject of a workload; of the token that stands for a confirmation
 * @param until when it ends, and every session with it
 * @param factor when its owner last proved a second factor to whoever gave it; empty where nobody
 *     asked for one
 */
public record Proof(Means means, String id, Optional<Instant> until, Optional<Instant> factor) {

    /** A kind of proof. */
    public enum Means {
        PASSWORD,
        TOKEN,
        CERTIFICATE,
        /** Of the platform that runs an agent or a service. */
        WORKLOAD_TOKEN,
        /** The person said in a browser that this one connection is theirs. */
        BROWSER_CONFIRMATION;

        /** As the record has it. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** The one password, which does not end by itself. */
    public static Proof password() {
        return new Proof(Means.PASSWORD, "", Optional.empty(), Optional.empty());
    }

    /** As the token stands that was made with it, whose secret nobody has. */
    boolean isBehind(Proof confirmation) {
        return means == Means.TOKEN && id.equals(confirmation.id);
    }

    /** Of other means, by the same token. */
    Proof as(Means other) {
        return new Proof(other, id, until, factor);
    }

    /** A second factor proved anew makes it no other. */
    boolean isSame(Proof other) {
        return means == other.means && id.equals(other.id) && until.equals(other.until);
    }

    /** Whether a second factor was proved, and no longer ago than that. */
    boolean hasFactorWithin(Span most, Instant now) {
        return factor.map(at -> now.isBefore(at.plus(most.length()))).orElse(false);
    }

    boolean standsAt(Instant now) {
        return until.map(now::isBefore).orElse(true);
    }
}
