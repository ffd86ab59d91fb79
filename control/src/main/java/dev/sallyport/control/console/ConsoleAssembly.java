package dev.sallyport.control.console;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The console's beans. */
@Configuration(proxyBeanMethods = false)
public class ConsoleAssembly {

    @Bean
    ApiKeys apiKeys(JdbcClient state, InstantSource clock) {
        return new ApiKeys(state, clock);
    }

    @Bean
    Callers callers(ApiKeys keys, ConsolePorts ports) {
        return new Callers(keys, ports);
    }

    @Bean
    KeyDesk keyDesk(
            ApiKeys keys,
            ConsolePorts ports,
            JdbcClient state,
            TransactionTemplate transactions,
            InstantSource clock,
            RandomGenerator chance) {
        return new KeyDesk(keys, ports, state, transactions, clock, chance);
    }
}
