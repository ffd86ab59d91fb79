package dev.sallyport.control.signin;

/**
 * What somebody says to prove who they are.
 *
 * @param code of an authenticator app, a recovery code or an invitation; empty for none
 */
record Attempt(String login, String password, String code, Source source) {

    /** It holds secrets. */
    @Override
    public String toString() {
        return "Attempt from " + source.network();
    }
}
