package dev.sallyport.control;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sallyport.control.api.ApiAssembly;
import dev.sallyport.control.console.ConsoleAssembly;
import dev.sallyport.control.directory.DirectoryAssembly;
import dev.sallyport.control.http.HttpAssembly;
import dev.sallyport.control.ldap.LdapAssembly;
import dev.sallyport.control.scim.ScimAssembly;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The control plane's beans, written out: what is not here is not there. */
@Configuration(proxyBeanMethods = false)
@Import({
    HttpAssembly.class,
    DirectoryAssembly.class,
    LdapAssembly.class,
    ScimAssembly.class,
    ConsoleAssembly.class,
    ApiAssembly.class
})
class Assembly {
    /** An identity provider sends some requests at once, and each needs one connection. */
    private static final int CONNECTIONS = 8;

    /** Longer than a state database takes to come back from a restart is for a retry. */
    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(5);

    /** A request that works longer than this waits for something that does not come. */
    private static final int STATEMENT_SECONDS = 10;

    @Bean
    HikariDataSource stateDatabase(ControlSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.database().url());
        config.setUsername(settings.database().login());
        config.setPassword(settings.database().password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(CONNECTION_WAIT.toMillis());
        config.setSchema(StateSchema.NAME);
        config.setPoolName("control");
        return new HikariDataSource(config);
    }

    @Bean
    DirectoryAssembly.Accounts accounts(ControlSettings settings) {
        return new DirectoryAssembly.Accounts(
                settings.keepAccounts(), settings.heir(), settings.attributes());
    }

    @Bean
    LdapAssembly.Wanted ldap(ControlSettings settings) {
        return new LdapAssembly.Wanted(settings.ldap());
    }

    @Bean
    ScimAssembly.Attributes attributes(ControlSettings settings) {
        return new ScimAssembly.Attributes(settings.attributes());
    }

    @Bean
    JdbcTemplate jdbcTemplate(DataSource database) {
        JdbcTemplate template = new JdbcTemplate(database);
        template.setQueryTimeout(STATEMENT_SECONDS);
        return template;
    }

    @Bean
    JdbcClient state(JdbcTemplate template) {
        return JdbcClient.create(template);
    }

    @Bean
    TransactionTemplate transactions(DataSource database) {
        return new TransactionTemplate(new JdbcTransactionManager(database));
    }

    @Bean
    TomcatServletWebServerFactory server(ControlSettings settings) {
        TomcatServletWebServerFactory server = new TomcatServletWebServerFactory();
        Listening.configure(server, settings);
        return server;
    }
}
