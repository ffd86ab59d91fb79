package dev.sallyport.control.signin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Port: the short-lived secrets people sign in to databases with. */
public interface DatabaseTokens {

    /**
     * One more for a login; empty where it holds no role now, or is suspended.
     *
     * @param proved when its owner proved a second factor, just now; empty where they did not
     */
    Optional<Given> give(String login, Optional<Instant> proved);

    /** A second factor was proved anew; false where the login has none of that name. */
    boolean prove(String login, String id, Instant proved);

    /** Whose a secret is, while it stands; anybody may ask of anything, so a no has to be cheap. */
    Optional<Owner> owner(String secret);

    /** Those of a login that stand, oldest first. */
    List<Standing> standing(String login);

    /** Voids one, and ends its sessions; false where the login has none of that name. */
    boolean takeBack(String login, String id);

    /** What a login can connect to, and how to be sure that it is that. */
    Entrance entrance(String login);

    /** One just made, with the secret that is shown once. */
    record Given(String id, String secret, Instant until) {

        /** It holds a secret. */
        @Override
        public String toString() {
            return "Given " + id;
        }
    }

    /** Who signed in with a token. */
    record Owner(String login, String id) {}

    /** One that stands. */
    record Standing(String id, Instant issued, Instant until, Optional<Instant> lastUsed) {}

    /**
     * Where the gateway listens.
     *
     * @param certificates in PEM, whoever vouches for its own
     */
    record Entrance(String host, int port, List<String> databases, String certificates) {
        public Entrance {
            databases = List.copyOf(databases);
        }
    }
}
