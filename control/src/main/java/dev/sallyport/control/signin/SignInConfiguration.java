package dev.sallyport.control.signin;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What signing in consists of, for the control plane's context. */
@Configuration(proxyBeanMethods = false)
@Import({TokenPages.class, EnrolmentPages.class})
public class SignInConfiguration {

    @Bean
    PasswordHash passwordHash(RandomGenerator chance) {
        return new Argon2Hash(chance);
    }

    @Bean
    Envelope envelope(SignInPorts ports, RandomGenerator chance) {
        return new Envelope(ports.keys(), chance);
    }

    @Bean
    LocalAccounts localAccounts(JdbcClient state, PasswordHash hash) {
        return new LocalAccounts(state, hash);
    }

    @Bean
    SecondFactors secondFactors(
            JdbcClient state,
            TransactionTemplate transaction,
            Envelope envelope,
            RandomGenerator chance) {
        return new SecondFactors(state, transaction, envelope, chance);
    }

    @Bean
    Proving proving(
            JdbcClient state,
            TransactionTemplate transaction,
            Envelope envelope,
            LocalAccounts accounts,
            SecondFactors factors,
            SignInPorts ports,
            InstantSource clock) {
        return new Proving(
                accounts,
                factors,
                new Places(state),
                new Pace(state, transaction, envelope, Pace.MOST),
                new Lanes(),
                ports,
                clock);
    }

    @Bean
    Answering answering(InstantSource clock) {
        return new Answering(clock);
    }

    @Bean
    AccountDesk accountDesk(
            LocalAccounts accounts, SecondFactors factors, SignInPorts ports, InstantSource clock) {
        return new AccountDesk(accounts, factors, ports.record(), clock);
    }
}
