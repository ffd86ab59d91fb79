package dev.sallyport.gateway;

import dev.sallyport.gateway.WorkloadTokens.Verdict;
import dev.sallyport.policy.Program;
import dev.sallyport.policy.Workload;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import io.netty.channel.Channel;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;

/** The sign-in of an agent or a service with a token of its platform, which is sent as it is. */
record WorkloadSignIn(Shared shared, String login, Workload workload) {
    /** Empty where somebody signs in otherwise. */
    static Optional<WorkloadSignIn> of(Shared shared, String login) {
        return workload(shared, login).map(workload -> new WorkloadSignIn(shared, login, workload));
    }

    private static Optional<Workload> workload(Shared shared, String login) {
        return shared.policy().entitlements().program(login).flatMap(Program::workload);
    }

    /** Whoever reads the token along the way could come in with it. */
    static Optional<Problem> refusal(Channel client) {
        return ClientTls.suffices(Encryption.Plaintext.ON_LOOPBACK, client)
                ? Optional.empty()
                : Optional.of(
                        Problem.of(
                                ProblemCode.SP4011,
                                "a token is not taken in the clear",
                                "connect with sslmode=verify-full"));
    }

    /** The frame that it came in is bounded. */
    void receive(String token, Executor loop, Proving proving) {
        shared.settings()
                .workloads()
                .verify(workload, login, token)
                .exceptionally(_ -> WorkloadTokens.unproved(login, "it could not be checked"))
                .thenAccept(verdict -> loop.execute(() -> told(verdict, proving)));
    }

    private void told(Verdict verdict, Proving proving) {
        switch (verdict) {
            case Verdict.Proved(Instant until) -> proving.proved(proof(until));
            case Verdict.Unproved(Problem problem) -> proving.failed(problem);
        }
    }

    private Proof proof(Instant until) {
        return new Proof(
                Proof.Means.WORKLOAD_TOKEN,
                workload.toString(),
                Optional.of(until),
                Optional.empty());
    }

    /** Whether a program is still the workload that it came as. */
    static boolean stands(Shared shared, String login, Proof proof) {
        return workload(shared, login)
                .map(Workload::toString)
                .filter(proof.id()::equals)
                .isPresent();
    }
}
