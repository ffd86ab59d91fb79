package dev.sallyport.control.signin;

import java.util.Optional;

/** Port: somebody has to look at this now. */
@FunctionalInterface
public interface SignInAlarm {

    void raise(Suspicion suspicion);

    /** What looks like an attack; told again each time the count doubles. */
    sealed interface Suspicion {
        /** How many times in a row. */
        int failures();
    }

    /**
     * A login's password is being guessed.
     *
     * @param login empty where nobody has what was typed
     */
    record LoginGuessed(Optional<String> login, String network, int failures)
            implements Suspicion {}

    /** One network tries logins. */
    record ManyLogins(String network, int failures) implements Suspicion {}

    /** Somebody knows the password and guesses codes: it has to be changed. */
    record CodesGuessed(String login, String network, int failures) implements Suspicion {}

    /**
     * Somebody sends answers of passkeys that are wrong.
     *
     * @param login empty where nobody has the passkey
     */
    record PasskeysTried(Optional<String> login, String network, int failures)
            implements Suspicion {}

    /** Somebody types codes, for which nothing waits, where people confirm sign-ins. */
    record UserCodesGuessed(String network, int failures) implements Suspicion {}

    /** A passkey counts back: somebody has a copy of it, and it has to be removed. */
    record PasskeyCopied(String login, String network, String id) implements Suspicion {
        @Override
        public int failures() {
            return 1;
        }
    }
}
