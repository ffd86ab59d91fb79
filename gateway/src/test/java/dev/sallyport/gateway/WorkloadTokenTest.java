package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.WorkloadTokens.Verdict;
import dev.sallyport.policy.Workload;
import dev.sallyport.problem.ProblemCode;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is asked of a workload before any platform is. */
final class WorkloadTokenTest {
    /** An embedded channel is no loopback connection, and has no TLS. */
    @Test
    void isNotAskedForInTheClear() {
        EmbeddedChannel elsewhere = new EmbeddedChannel();

        assertThat(WorkloadSignIn.refusal(elsewhere).map(problem -> problem.code()))
                .isEqualTo(Optional.of(ProblemCode.SP4011));
    }

    @Test
    void provesNothingWhereNoPlatformIsTrusted() {
        WorkloadTokens.none()
                .verify(new Workload("https://i.example", "s"), "feed", "token")
                .thenAccept(verdict ->
                        assertThat(verdict)
                                .isInstanceOfSatisfying(
                                        Verdict.Unproved.class,
                                        unproved ->
                                                assertThat(unproved.problem().code())
                                                        .isEqualTo(ProblemCode.SP7261)))
                .toCompletableFuture()
                .join();
    }
}
