package dev.sallyport.control.signin;

import java.time.Instant;
import java.util.Optional;

/**
 * Who has just proved who they are, and by what.
 *
 * @param proved when they proved a second factor; empty where nobody says that they did
 * @param pass what proved it elsewhere; empty for a local account
 */
public record Proven(
        String login, Factor factor, Optional<Instant> proved, Optional<Passes.Pass> pass) {

    /** By password and code. */
    static Proven here(String login, Factor factor, Instant now) {
        return new Proven(login, factor, factor.at(now), Optional.empty());
    }

    /** At an identity provider. */
    static Proven elsewhere(String login, Passes.Pass pass) {
        return new Proven(login, Factor.PROVIDER, pass.factor(), Optional.of(pass));
    }
}
