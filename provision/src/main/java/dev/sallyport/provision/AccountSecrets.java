package dev.sallyport.provision;

/** Where the passwords of people's own accounts come from; no person knows one. */
public interface AccountSecrets {

    /** The password the account must have, in ASCII; the same answer until it is rotated. */
    String secretFor(String login);
}
