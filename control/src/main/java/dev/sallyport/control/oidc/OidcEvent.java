package dev.sallyport.control.oidc;

import dev.sallyport.problem.ProblemCode;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something that goes on record; never a token, a code, nor what a provider says of strangers. */
public sealed interface OidcEvent {

    /** Somebody proved who they are at the provider. */
    record SignedIn(String login, String network, URI issuer, Proof proof) implements OidcEvent {}

    /** RFC 8176, section 2. */
    String SEVERAL_FACTORS = "mfa";

    /**
     * What the provider says of the proof.
     *
     * @param methods RFC 8176; empty where it does not say
     * @param acr the class of the proof, where it says one
     * @param at when somebody proved who they are, where it says so
     */
    record Proof(List<String> methods, Optional<String> acr, Optional<Instant> at) {
        public Proof {
            methods = List.copyOf(methods);
        }

        /** When more than one factor was proved; empty where the provider does not say both. */
        Optional<Instant> factor() {
            return at.filter(_ -> methods.contains(SEVERAL_FACTORS));
        }
    }

    /**
     * The provider sent somebody who was refused.
     *
     * @param reason one word for whoever looks into it; the browser is not told
     */
    record NotSignedIn(String network, URI issuer, ProblemCode code, String reason)
            implements OidcEvent {}

    /** The provider did not tell all groups of somebody; they keep those they had. */
    record GroupsUntold(String login, URI issuer) implements OidcEvent {}

    /** Somebody who signed in took a word that gives one token. */
    record WordGiven(String login, String network) implements OidcEvent {}

    /** Somebody ended their own browser session. */
    record SignedOut(String login, String network) implements OidcEvent {}

    /**
     * The provider signed somebody out.
     *
     * @param sessions how many browser sessions that ended
     */
    record SignedOutAtProvider(URI issuer, int sessions) implements OidcEvent {}

    /** A token for the databases ended with the session at the provider that it was made from. */
    record TokenVoided(String login, String id) implements OidcEvent {}
}
