package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.wire.ChannelBinding;
import dev.sallyport.wire.ScramMechanism;
import dev.sallyport.wire.ScramServer;
import dev.sallyport.wire.ScramVerifier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One SCRAM conversation with somebody who has a password, tokens, both, or no account at all. */
final class ScramSignIn {
    private final ScramServer server;
    private final List<Authenticator> authenticators;

    private ScramSignIn(ScramServer server, List<Authenticator> authenticators) {
        this.server = server;
        this.authenticators = authenticators;
    }

    /** Null where the mechanism was not offered. */
    static @Nullable ScramSignIn begin(
            Shared shared, String login, String mechanism, Optional<ChannelBinding> binding) {
        Instant now = shared.clock().instant();
        List<Authenticator> standing =
                shared.credentials().authenticators(login).stream()
                        .filter(one -> one.proof().standsAt(now))
                        .toList();
        List<ScramVerifier> verifiers =
                standing.isEmpty()
                        ? List.of(ScramVerifier.mock(login, shared.credentials().mockSecret()))
                        : standing.stream().map(Authenticator::verifier).toList();
        return ScramMechanism.named(mechanism)
                .filter(named -> ScramMechanism.offered(binding).contains(named.registeredName()))
                .map(named -> ScramServer.start(named, verifiers, binding, shared.random()))
                .map(server -> new ScramSignIn(server, standing))
                .orElse(null);
    }

    /** As PostgreSQL says it, whatever was wrong. */
    static Problem failed(String login) {
        return Problem.of(
                ProblemCode.SP4001,
                "password authentication failed for user \"" + login + "\"",
                "check login and password");
    }

    ScramServer.Step receive(String message) {
        return server.receive(message);
    }

    /** What was proved by a secret that this verifier belongs to. */
    Proof proof(ScramVerifier by) {
        return authenticators.stream()
                .filter(one -> one.verifier() == by)
                .findFirst()
                .map(Authenticator::proof)
                .orElseThrow(() -> new IllegalStateException("a proof of nobody's secret"));
    }
}
