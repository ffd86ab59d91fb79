package dev.sallyport.app.vault;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** What the status of an answer of Vault asks of an operator. */
enum Status {
    /** A success, or a refusal of what was asked. */
    ANSWERED,
    FORBIDDEN,
    NOT_FOUND,
    /** Sealed, standing by, starting, overloaded. */
    NOT_READY,
    OTHER;

    static final int BAD_REQUEST = 400;

    /** What the JDK's client says of an answer beyond its bound. */
    private static final String TOO_LONG = "body exceeds capacity";

    static Status of(int status) {
        return switch (status) {
            case 200, BAD_REQUEST -> ANSWERED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 412, 429, 472, 473 -> NOT_READY;
            default -> status >= 500 && status < 600 ? NOT_READY : OTHER;
        };
    }

    /**
     * @param where is asked
     */
    static Refused unanswered(String where, CompletionException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (String.valueOf(cause.getMessage()).startsWith(TOO_LONG)) {
            return new Refused(
                    Problem.of(
                            ProblemCode.SP7238,
                            where + " answers what Vault does not: more than it ever says",
                            "name the server itself"));
        }
        return new Refused(
                Problem.of(
                        ProblemCode.SP7233,
                        where + " " + reason(cause),
                        "see that it runs, that the address is right, and that `authority` vouches"
                                + " for its certificate"));
    }

    private static String reason(Throwable cause) {
        return switch (cause) {
            case SSLException _ -> "proves nothing: no certificate that is trusted for this name";
            case ConnectException _ -> "cannot be reached";
            case HttpTimeoutException _ -> "does not answer in time";
            case TimeoutException _ -> "does not answer in time";
            default -> "ends the connection";
        };
    }
}
