package dev.sallyport.control.signin;

import java.time.Instant;
import java.util.Optional;

/** Something that goes on record; never a secret, nor words typed as a login that nobody has. */
public sealed interface SignInEvent {

    /** Somebody proved who they are. */
    record SignedIn(String login, String network, Factor factor) implements SignInEvent {}

    /**
     * Somebody did not.
     *
     * @param login empty where nobody has what was typed
     */
    record NotSignedIn(Optional<String> login, String network, Reason reason)
            implements SignInEvent {}

    /** Why not; whoever asks is not told. */
    enum Reason {
        UNKNOWN_LOGIN,
        WRONG_PASSWORD,
        WRONG_CODE,
        /** A second factor is demanded, and none is set up. */
        NOT_ENROLLED,
        /** Too many wrong codes before, so this one was not looked at. */
        TOO_MANY_CODES,
        /** A passkey that no account has. */
        UNKNOWN_PASSKEY,
        /** One that did not sign what it was asked, for us, with its user there. */
        WRONG_PASSKEY,
        /** One that counts back. */
        PASSKEY_COPIED,
        /** A code, typed in a browser, for which nothing waits. */
        UNKNOWN_USER_CODE
    }

    /** About what somebody in front of a browser is asked to confirm. */
    sealed interface Confirmation extends SignInEvent {
        /** Of the question; it opens nothing. */
        String id();
    }

    /** A program waits for somebody to confirm that it gets a token. */
    record ConfirmationAsked(String network, String id) implements Confirmation {}

    /**
     * Somebody confirmed what a program or a connection waits for.
     *
     * @param network of the browser
     */
    record Confirmed(String login, String network, String id, Factor factor)
            implements Confirmation {}

    /**
     * Somebody said no to it, or proved to be another person.
     *
     * @param login empty where they proved nothing, which saying no does not take
     */
    record Declined(Optional<String> login, String network, String id) implements Confirmation {}

    /** A token for the database was given. */
    record TokenGiven(String login, String network, String id, Instant until)
            implements SignInEvent {}

    /** Its owner proved a second factor anew. */
    record TokenProved(String login, String network, String id, Factor factor)
            implements SignInEvent {}

    /** Its owner took it back. */
    record TokenTakenBack(String login, String network, String id) implements SignInEvent {}

    /** A new authenticator app is being set up. */
    record EnrolmentBegun(String login, String network, Factor factor) implements SignInEvent {}

    /** It is the one from now on; earlier recovery codes are void. */
    record Enrolled(String login, String network) implements SignInEvent {}

    /** Somebody may change their own passkeys for some minutes. */
    record PasskeysOpened(String login, String network, Factor factor) implements SignInEvent {}

    /**
     * A passkey is one of somebody's second factors from now on.
     *
     * @param name what its owner calls it
     */
    record PasskeyEnrolled(String login, String network, String id, String name)
            implements SignInEvent {}

    /** One was used, and gave a word. */
    record PasskeyUsed(String login, String network, String id) implements SignInEvent {}

    /**
     * One is none any more.
     *
     * @param by its owner, or an operator
     * @param network empty for an operator
     */
    record PasskeyRemoved(String login, String id, String by, Optional<String> network)
            implements SignInEvent {}

    /**
     * An operator set the password of a local account.
     *
     * @param by who
     */
    record PasswordSet(String login, String by) implements SignInEvent {}

    /** An operator gave somebody what sets up a second factor. */
    record Invited(String login, String by) implements SignInEvent {}

    /**
     * Secrets are sealed under another key.
     *
     * @param key what it is called
     */
    record Resealed(String by, String key, int secrets) implements SignInEvent {}

    /** An operator removed a local account. */
    record AccountRemoved(String login, String by) implements SignInEvent {}
}
