package dev.sallyport.control.signin;

/** Port: who needs a second factor. */
@FunctionalInterface
public interface Demands {

    boolean secondFactor(String login);

    /**
     * Everybody. Only who holds a role gets a token, so it asks of nobody in vain, and it is right
     * while a role is on its way.
     */
    static Demands ofEverybody() {
        return _ -> true;
    }
}
