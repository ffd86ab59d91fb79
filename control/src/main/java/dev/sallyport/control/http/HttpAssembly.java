package dev.sallyport.control.http;

import jakarta.servlet.Filter;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The pages' common ground, bean by bean; nothing is configured by what lies on the class path. */
@Configuration(proxyBeanMethods = false)
@EnableWebMvc
@Import({ProblemAdvice.class, HealthPages.class, SyncPage.class})
public class HttpAssembly implements WebMvcConfigurer {

    @Bean
    ServletRegistrationBean<DispatcherServlet> pages(WebApplicationContext context) {
        ServletRegistrationBean<DispatcherServlet> pages =
                new ServletRegistrationBean<>(new DispatcherServlet(context), "/");
        pages.setLoadOnStartup(1);
        return pages;
    }

    @Bean
    BearerTokens bearerTokens(
            JdbcClient state,
            TransactionTemplate transactions,
            InstantSource clock,
            RandomGenerator chance) {
        return new BearerTokens(state, transactions, clock, chance);
    }

    @Bean
    Bearers bearers(BearerTokens tokens) {
        return new Bearers(tokens);
    }

    @Bean
    FilterRegistrationBean<Filter> bodyBound() {
        FilterRegistrationBean<Filter> bound = new FilterRegistrationBean<>(new BodyBound());
        bound.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return bound;
    }
}
