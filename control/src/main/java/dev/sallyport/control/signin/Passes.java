package dev.sallyport.control.signin;

import java.time.Instant;
import java.util.Optional;

/**
 * Port: words of people who proved who they are elsewhere. Each opens the sign-in page once, in the
 * place of a password.
 */
@FunctionalInterface
public interface Passes {

    /** Uses a word up; empty where it is none, or not this login's. */
    Optional<Pass> spend(String login, String word);

    /** What a word was good for. */
    interface Pass {

        /** When they proved a second factor there; empty where nobody says that they did. */
        Optional<Instant> factor();

        /**
         * Ties a token to what it was given for. Until this returns nobody has it; where that has
         * ended by now, the token is taken back.
         *
         * @throws dev.sallyport.problem.Refused where it has
         */
        void bind(String tokenId, Instant until);
    }
}
