package dev.sallyport.control.console;

import static dev.sallyport.problem.ProblemCode.SP7205;
import static dev.sallyport.problem.ProblemCode.SP7208;
import static dev.sallyport.problem.ProblemCode.SP7265;

import dev.sallyport.policy.ConsoleRole;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, proved, and what they may.
 *
 * @param login the person, or the owner of the key
 * @param key which key, where it is one
 * @param proof which of the person's secrets it was; not the secret
 * @param rights what is allowed now
 * @param secret what proved it; nothing of it is ever told
 */
public record Caller(
        String login,
        Optional<String> key,
        String proof,
        Set<ConsoleRole> roles,
        Set<Right> rights,
        String secret) {

    public Caller {
        roles = Set.copyOf(roles);
        rights = Set.copyOf(rights);
    }

    /** As the record names whose change it is: {@code ada}, or {@code ada/key:ID}. */
    public String actor() {
        return login + key.map(id -> "/key:" + id).orElse("");
    }

    /**
     * @throws Refused SP7205 where the right is not among theirs
     */
    public void demand(Right right) {
        if (!rights.contains(right)) {
            throw new Refused(
                    Problem.of(
                            SP7205,
                            (key.isPresent() ? "the key" : "`" + login + "`")
                                    + " may not do this: it takes `"
                                    + right.word()
                                    + "`",
                            "ask whoever keeps `console:` in the policy"));
        }
    }

    /**
     * @throws Refused SP7208 where a program asks: what makes new keys is a person's
     */
    public void demandPerson() {
        if (key.isPresent()) {
            throw new Refused(
                    Problem.of(
                            SP7208,
                            "a key makes no keys",
                            "sign in as a person, with a token of yours"));
        }
    }

    /**
     * @throws Refused SP7265 where a program asks: what it gave to another would outlive it
     */
    public void demandPersonToGive() {
        if (key.isPresent()) {
            throw new Refused(
                    Problem.of(
                            SP7265,
                            "a key only suspends agents and services, or sees them off",
                            "sign in as a person, with a token of yours"));
        }
    }

    @Override
    public String toString() {
        return "Caller " + actor();
    }
}
