package dev.sallyport.control.signin;

/** What somebody has shown beside the password. */
public enum Factor {
    /** Nothing: none was demanded, and none is set up. */
    NONE,
    /** A code of an authenticator app. */
    CODE,
    /** A recovery code, which is gone now. */
    RECOVERY,
    /** What an operator gave to set up a second factor, which is gone now. */
    INVITATION
}
