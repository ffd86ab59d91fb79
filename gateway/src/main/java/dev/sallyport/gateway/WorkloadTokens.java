package dev.sallyport.gateway;

import dev.sallyport.policy.Workload;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Checks the tokens that platforms give the programs they run (ADR 0036). */
public interface WorkloadTokens {

    /** What a token proves. */
    sealed interface Verdict {

        /**
         * That the program comes whom it is given to.
         *
         * @param until when it ends, and every session with it
         */
        record Proved(Instant until) implements Verdict {}

        /** Nothing. */
        record Unproved(Problem problem) implements Verdict {}
    }

    /**
     * Whether a token is this workload's now. Asked on an event loop, so it must not wait; answers
     * on any thread.
     *
     * @param login as whom somebody wants to come in, for what they are told
     * @param token as it was sent, which may be anything
     */
    CompletionStage<Verdict> verify(Workload workload, String login, String token);

    /** Where no platform is trusted. */
    static WorkloadTokens none() {
        return (workload, login, token) ->
                CompletableFuture.completedStage(
                        unproved(login, "its platform is not trusted here"));
    }

    /**
     * @param because what is wrong, without anything the token says
     */
    static Verdict unproved(String login, String because) {
        return new Verdict.Unproved(
                Problem.of(
                        ProblemCode.SP7261,
                        "what you sent does not prove that you are `" + login + "`: " + because,
                        "send the token that your platform made for this gateway, as the password"));
    }
}
