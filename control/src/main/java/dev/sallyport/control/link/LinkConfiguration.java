package dev.sallyport.control.link;

import dev.sallyport.control.http.Bearers;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What gateways that follow consist of, for the control plane's context. */
@Configuration(proxyBeanMethods = false)
@Import(LinkPages.class)
public class LinkConfiguration {

    @Bean
    Links links(
            LinkPorts ports,
            JdbcClient state,
            Bearers bearers,
            InstantSource clock,
            RandomGenerator chance) {
        return new Links(ports, new GatewayStore(state), bearers, clock, new Runs(chance));
    }
}
