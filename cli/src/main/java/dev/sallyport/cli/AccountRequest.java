package dev.sallyport.cli;

import java.nio.file.Path;

/** What an operator asks about local accounts. */
public sealed interface AccountRequest extends Request.Control {

    /** Give a local account its password; made where it is not there. */
    record Put(Path data, String login, String password) implements AccountRequest {
        /** It holds a secret. */
        @Override
        public String toString() {
            return "Put " + login;
        }
    }

    /** Let the person of a local account set up a second factor. */
    record Invite(Path data, String login) implements AccountRequest {}

    /** Remove a local account. */
    record Remove(Path data, String login) implements AccountRequest {}

    /** Say which passkeys somebody has. */
    record Passkeys(Path data, String login, Request.Form form) implements AccountRequest {}

    /**
     * Remove one of them.
     *
     * @param id as the list has it
     */
    record RemovePasskey(Path data, String login, String id) implements AccountRequest {}
}
