package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.wire.StartupPacket.Startup;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Optional;

/** What no client is let in with, whoever it is. */
final class StartupRules {
    private StartupRules() {}

    static Optional<Problem> refusal(Shared shared, Startup packet, Channel client) {
        if (packet.parameter("replication").map(StartupRules::isReplication).orElse(false)) {
            return Optional.of(
                    Problem.of(
                            ProblemCode.SP4005,
                            "replication connections are not carried",
                            "replicate from the database itself, as its administrator"));
        }
        return ClientTls.suffices(shared.settings().encryption().plaintext(), client)
                ? Optional.empty()
                : Optional.of(
                        Problem.of(
                                ProblemCode.SP4011,
                                "this gateway is not spoken to in the clear",
                                "connect with sslmode=verify-full, or at least sslmode=require"));
    }

    private static boolean isReplication(String value) {
        return !List.of("false", "off", "no", "0").contains(value);
    }
}
