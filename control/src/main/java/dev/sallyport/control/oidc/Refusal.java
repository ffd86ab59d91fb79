package dev.sallyport.control.oidc;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;

/** A refusal with a reason for the record, in few words, which whoever is refused is not told. */
@SuppressWarnings("serial")
final class Refusal extends RuntimeException {
    private final ProblemCode code;
    private final String reason;
    private final String message;
    private final String instead;

    private Refusal(ProblemCode code, String reason, String message, String instead) {
        super(code + " " + reason);
        this.code = code;
        this.reason = reason;
        this.message = message;
        this.instead = instead;
    }

    ProblemCode code() {
        return code;
    }

    String reason() {
        return reason;
    }

    Refused told() {
        return new Refused(Problem.of(code, message, instead));
    }

    /** SP7161: the provider is away, or does not answer as one. */
    static Refusal away(String reason) {
        return new Refusal(
                ProblemCode.SP7161,
                reason,
                "the identity provider does not answer as it should",
                "try again; an operator sees whether it runs and is the one configured");
    }

    /** SP7162: the provider says no. */
    static Refusal no(String reason) {
        return new Refusal(
                ProblemCode.SP7162,
                reason,
                "the identity provider did not sign you in",
                "sign in there again, or ask whoever runs it");
    }

    /** SP7163: what it says proves nothing. */
    static Refusal unproved(String reason) {
        return new Refusal(
                ProblemCode.SP7163,
                reason,
                "what the identity provider says does not prove who you are",
                "begin again at /oidc/sign-in; the record says what was wrong");
    }

    /** SP7164: proved, but not as it is demanded. */
    static Refusal weak(String reason) {
        return new Refusal(
                ProblemCode.SP7164,
                reason,
                "you did not prove who you are in the way that is demanded here",
                "sign in at the identity provider again, with your second factor");
    }

    /** SP7165: nobody of the directory, or not one. */
    static Refusal nobody(String reason) {
        return new Refusal(
                ProblemCode.SP7165,
                reason,
                "the person that the identity provider names does not work here now",
                "ask whoever keeps the directory");
    }

    /** SP7168: a logout token that is none. */
    static Refusal noLogout(String reason) {
        return new Refusal(
                ProblemCode.SP7168,
                reason,
                "the logout token is not valid: " + reason,
                "send one as OpenID Connect Back-Channel Logout 1.0, section 2.4 has it");
    }
}
