package dev.sallyport.app;

import dev.sallyport.control.signin.DatabaseTokens;
import dev.sallyport.gateway.PolicySnapshot;
import dev.sallyport.policy.AskerKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The tokens of a deployment, as people who signed in are given them. */
final class SignInTokens implements DatabaseTokens {
    /** A shift and what is left to do after it. */
    private static final Duration LASTS = Duration.ofHours(10);

    private final Deployment deployment;
    private final Gateways gateways;
    private final GatewayPlace entrance;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * @param random a secure one
     */
    SignInTokens(
            Deployment deployment,
            Gateways gateways,
            GatewayPlace entrance,
            InstantSource clock,
            RandomGenerator random) {
        this.deployment = deployment;
        this.gateways = gateways;
        this.entrance = entrance;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Optional<Given> give(String login, Optional<Instant> proved) {
        // A person's sign-in never becomes a program's: those have proofs of their own.
        if (snapshot()
                .entitlements()
                .account(login)
                .filter(account -> account.kind() == AskerKind.PEOPLE)
                .isEmpty()) {
            return Optional.empty();
        }
        Tokens.Fresh fresh =
                deployment
                        .passwords()
                        .token(
                                login,
                                clock.instant(),
                                LASTS,
                                proved.map(at -> at.truncatedTo(ChronoUnit.SECONDS)),
                                random);
        try {
            tokens().add(fresh.token());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        gateways.settle();
        return Optional.of(new Given(fresh.token().id(), fresh.secret(), fresh.token().until()));
    }

    @Override
    public boolean prove(String login, String id, Instant proved) {
        try {
            boolean theirs = tokens().prove(login, id, proved.truncatedTo(ChronoUnit.SECONDS));
            gateways.settle();
            return theirs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Owner> owner(String secret) {
        return tokens().standing(clock.instant()).stream()
                .filter(token -> token.isMeantBy(secret) && token.verifier().matches(secret))
                .map(token -> new Owner(token.login(), token.id()))
                .findFirst();
    }

    @Override
    public List<Standing> standing(String login) {
        return tokens().standing(clock.instant()).stream()
                .filter(token -> token.login().equals(login))
                .map(token -> new Standing(token.id(), token.issued(), token.until(), token.used()))
                .toList();
    }

    @Override
    public boolean takeBack(String login, String id) {
        boolean theirs = standing(login).stream().anyMatch(token -> token.id().equals(id));
        if (theirs) {
            try {
                tokens().remove(id);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            gateways.settle();
        }
        return theirs;
    }

    @Override
    public DatabaseTokens.Entrance entrance(String login) {
        try {
            InetSocketAddress address = entrance.address();
            return new DatabaseTokens.Entrance(
                    address.isUnresolved()
                            ? address.getHostString()
                            : address.getAddress().getHostAddress(),
                    address.getPort(),
                    List.copyOf(snapshot().policy().catalog().databases().keySet()),
                    Files.readString(entrance.authority()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Tokens tokens() {
        return deployment.passwords().tokens();
    }

    private PolicySnapshot snapshot() {
        return deployment.inForce().snapshot();
    }
}
