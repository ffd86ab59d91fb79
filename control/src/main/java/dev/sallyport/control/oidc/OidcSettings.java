package dev.sallyport.control.oidc;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The identity provider people sign in at, and what is asked of it.
 *
 * @param issuer as the provider itself writes it, to the letter
 * @param secret what we prove ourselves with, read anew for every use; none for a public client
 * @param publicUrl where browsers reach the control plane; where it listens if not given
 * @param authority PEM certificates that the provider's own is signed by; else those the JDK trusts
 * @param hosts further hosts (with port, where it is not 443) that the provider may send us to
 * @param scope words that are asked for, {@code openid} among them
 */
public record OidcSettings(
        URI issuer,
        String clientId,
        Optional<Supplier<String>> secret,
        Optional<URI> publicUrl,
        Optional<Path> authority,
        Set<String> hosts,
        Set<String> scope,
        PersonClaim person,
        Demanded demanded,
        GroupClaim groups) {

    public OidcSettings {
        hosts = Set.copyOf(hosts);
        scope = Set.copyOf(scope);
    }

    /** Which claim says who somebody is, and what of the directory it names. */
    public enum PersonClaim {
        /** The provider's own, which never changes; the directory's externalId. */
        SUB,
        /** Entra's id of a person in the whole tenant; the directory's externalId. */
        OID,
        /** The directory's userName. */
        PREFERRED_USERNAME,
        /** Entra's name for somebody; the directory's userName. */
        UPN,
        /** The directory's userName, where the provider says that it verified the address. */
        EMAIL
    }

    /**
     * How somebody has to have proved themselves at the provider.
     *
     * @param acr one of these; empty for any
     * @param amr all of these; empty for any
     * @param maxAge how long ago at most
     */
    public record Demanded(Set<String> acr, Set<String> amr, Optional<Duration> maxAge) {
        public Demanded {
            acr = Set.copyOf(acr);
            amr = Set.copyOf(amr);
        }
    }

    /**
     * Which groups of the directory the provider decides.
     *
     * @param claim what holds somebody's groups
     * @param groups the exact value of the claim, and the name of the group in the directory;
     *     without any the provider decides none
     */
    public record GroupClaim(String claim, Map<String, String> groups) {
        public GroupClaim {
            groups = Map.copyOf(groups);
        }
    }

    /** Whoever reads it learns no secret. */
    @Override
    public String toString() {
        return "identity provider " + issuer;
    }
}
