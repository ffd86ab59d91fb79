package dev.sallyport.control.api;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The API's beans. */
@Configuration(proxyBeanMethods = false)
@Import({
    PeoplePages.class,
    GroupPages.class,
    ProgramPages.class,
    KeyPages.class,
    SessionPages.class,
    CommandPages.class,
    ReferencePage.class
})
public class ApiAssembly {

    @Bean
    Once once(JdbcClient state, InstantSource clock, RandomGenerator chance) {
        return new Once(state, clock, chance);
    }
}
