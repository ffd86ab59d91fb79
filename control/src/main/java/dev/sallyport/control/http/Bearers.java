package dev.sallyport.control.http;

import static dev.sallyport.problem.ProblemCode.SP7102;

import dev.sallyport.control.http.BearerTokens.Scope;
import dev.sallyport.control.http.BearerTokens.Token;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;

/** Asks a request for its token, before anything else of it is looked at. */
public final class Bearers {
    private final BearerTokens tokens;

    Bearers(BearerTokens tokens) {
        this.tokens = tokens;
    }

    /** Whether the request has a token for this, while it stands. */
    boolean isProved(HttpServletRequest request, Scope scope) {
        return tokens.proved(request.getHeader(HttpHeaders.AUTHORIZATION), scope).isPresent();
    }

    /**
     * @throws Refused SP7102, in the same words for every reason
     */
    public Token require(HttpServletRequest request, Scope scope) {
        return tokens.proved(request.getHeader(HttpHeaders.AUTHORIZATION), scope)
                .orElseThrow(Bearers::unknown);
    }

    /**
     * Asks again, of a request that has waited since.
     *
     * @throws Refused SP7102, as if it were asked now
     */
    public void requireLive(Token token) {
        if (!tokens.isLive(token)) {
            throw unknown();
        }
    }

    private static Refused unknown() {
        return new Refused(
                Problem.of(
                        SP7102,
                        "the request has no live token for this page",
                        "send `Authorization: Bearer` and a token"));
    }
}
