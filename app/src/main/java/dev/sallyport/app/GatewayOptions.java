package dev.sallyport.app;

import dev.sallyport.app.workload.PlatformTokens;
import dev.sallyport.gateway.BrowserSignIns;
import dev.sallyport.gateway.Encryption;
import dev.sallyport.gateway.GatewaySettings;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** What a configuration says of the gateway that runs here. */
record GatewayOptions(ServerConfig config, Opening<?> opening, InstantSource clock) {

    /** With what it shows clients, until what runs is stopped. */
    GatewaySettings settings(BrowserSignIns browsers, Running running) throws IOException {
        ServerConfig.Listening listening = config.listening();
        GatewayIdentity identity =
                running.add(
                        GatewayIdentity.open(
                                listening.identity(),
                                listening.clients(),
                                config.data(),
                                opening.keys(),
                                clock));
        return new GatewaySettings(
                listening.address(),
                new Encryption(Optional.of(identity), listening.plaintext()),
                opening.server().upstream(),
                config.limits().loops(),
                config.limits().handshake(),
                Set.of(),
                running.add(new PlatformTokens(config.workloads(), clock)),
                browsers);
    }
}
