package dev.sallyport.control.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/** Port: who is signed in with the browser that asks, by an identity provider. */
public interface Visitors {

    /** Empty where nobody is, or whoever it was does not work here any more. */
    Optional<Visitor> visitor(HttpServletRequest request);

    /**
     * The page where signing in begins.
     *
     * @param code which the browser is to come back to
     */
    String signIn(HttpServletResponse response, String code);

    /** Somebody who is. */
    interface Visitor {
        String login();

        /** A word that only a page which this browser was given can send. */
        String mark(String use);

        /** What their session there is good for. */
        Passes.Pass pass();
    }
}
