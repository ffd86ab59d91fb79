package dev.sallyport.control.oidc;

import dev.sallyport.control.directory.Alarms;
import dev.sallyport.control.directory.DirectoryWork;
import dev.sallyport.control.directory.Groups;
import dev.sallyport.control.directory.People;
import dev.sallyport.control.signin.DatabaseTokens;
import dev.sallyport.control.signin.SignInPorts;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What signing in by an identity provider consists of, for the control plane's context. */
@Configuration(proxyBeanMethods = false)
@Import({SignInRedirects.class, SessionPages.class, LogoutPage.class})
public class OidcConfiguration {

    @Bean
    OidcSettings oidcSettings(OidcPorts ports) {
        return ports.settings();
    }

    @Bean
    DatabaseTokens databaseTokens(SignInPorts ports) {
        return ports.tokens();
    }

    @Bean
    ProviderHttp providerHttp(OidcSettings settings) {
        return new ProviderHttp(settings);
    }

    @Bean
    Provider provider(OidcSettings settings, ProviderHttp http, InstantSource clock) {
        return new Provider(settings, http, clock);
    }

    @Bean
    BrowserSessions browserSessions(JdbcClient state, TransactionTemplate transactions) {
        return new BrowserSessions(state, transactions);
    }

    @Bean
    Recognition recognition(People people, OidcSettings settings) {
        return new Recognition(people, settings);
    }

    @Bean
    Words words(
            BrowserSessions sessions,
            Recognition people,
            DatabaseTokens tokens,
            InstantSource clock,
            RandomGenerator chance) {
        return new Words(sessions, people, tokens, clock, chance);
    }

    @Bean
    Visiting visiting(
            BrowserSessions sessions, Recognition people, Words words, InstantSource clock) {
        return new Visiting(sessions, people, words, clock);
    }

    @Bean
    LogoutTokens logoutTokens(Provider provider, OidcSettings settings, InstantSource clock) {
        return new LogoutTokens(new SignedTokens(provider), settings, clock);
    }

    @Bean
    ProviderGroups providerGroups(
            OidcSettings settings,
            Groups groups,
            DirectoryWork work,
            Alarms alarms,
            InstantSource clock) {
        return new ProviderGroups(settings, groups, work, alarms, clock);
    }

    @Bean
    Entering entering(
            OidcPorts ports,
            Provider provider,
            ProviderHttp http,
            Recognition people,
            ProviderGroups groups,
            BrowserSessions sessions,
            Alarms alarms,
            InstantSource clock,
            RandomGenerator chance) {
        OidcSettings settings = ports.settings();
        return new Entering(
                ports,
                provider,
                new Exchange(settings, provider, http),
                new IdTokens(new SignedTokens(provider), settings, clock),
                people,
                groups,
                sessions,
                alarms,
                clock,
                chance);
    }
}
