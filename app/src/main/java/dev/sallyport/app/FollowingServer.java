package dev.sallyport.app;

import dev.sallyport.cli.Terminal;
import dev.sallyport.gateway.BrowserSignIns;
import dev.sallyport.gateway.GatewayServer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;

/** A gateway whose policy, people and secrets are those of a control plane elsewhere. */
final class FollowingServer {
    private final ServerConfig config;
    private final ServerConfig.Follow follow;
    private final Checkout checkout;
    private final InstantSource clock;

    FollowingServer(
            ServerConfig config,
            ServerConfig.Follow follow,
            Checkout checkout,
            InstantSource clock) {
        this.config = config;
        this.follow = follow;
        this.checkout = checkout;
        this.clock = clock;
    }

    /**
     * Serves once this returns, until what runs is stopped.
     *
     * @throws dev.sallyport.problem.Refused where the control plane does not answer and nothing was
     *     heard of it before
     */
    GatewayServer open(Running running, Terminal terminal) throws IOException {
        config.requireFreePort();
        KnownConfig.prepare(config);
        DataDirectory directory = running.add(KnownConfig.open(config.data()));
        Opening<?> opening = Opening.of(directory, checkout, clock, running);
        FollowedState state =
                FollowedState.in(
                        directory,
                        opening.keys(),
                        config.target().accounts(),
                        follow.apart(),
                        clock);
        Following following =
                running.add(
                        new Following(
                                new ControlLink(follow.url(), follow.trust(), follow.token()),
                                state,
                                clock,
                                problem -> {
                                    terminal.err().println("ALERT " + problem);
                                    terminal.err().flush();
                                },
                                directory.path()));
        following.begin();
        GatewayServer gateway =
                GatewayServer.open(
                        new GatewayOptions(config, opening, clock)
                                .settings(BrowserSignIns.none(), running),
                        state,
                        state::snapshot,
                        opening.log(),
                        clock,
                        opening.keys().random());
        running.add(gateway::drain);
        if (config.management().isPresent()) {
            running.add(
                    GatewayHealth.open(
                            config.management().get(),
                            gateway,
                            state::closed,
                            () ->
                                    Map.of(
                                            "sallyport_follow_heard_timestamp_seconds",
                                            (double) state.heard().getEpochSecond())));
        }
        OwnGateway own = new OwnGateway(gateway);
        following.serve(own);
        running.add(
                ControlServer.open(
                        directory,
                        new FollowingActions(
                                follow.url(), own, () -> state.snapshot().entitlements(), clock)));
        return gateway;
    }
}
