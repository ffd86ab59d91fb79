package dev.sallyport.control.signin;

import dev.sallyport.control.console.KeyDesk;
import dev.sallyport.control.passkey.Ceremonies;
import dev.sallyport.control.passkey.RelyingParty;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What signing in consists of, for the control plane's context. */
@Configuration(proxyBeanMethods = false)
@Import({
    TokenPages.class,
    DevicePages.class,
    ConfirmPages.class,
    EnrolmentPages.class,
    PasskeyPages.class,
    PasskeyScript.class
})
public class SignInConfiguration {

    @Bean
    PasswordHash passwordHash(SignInPorts ports, RandomGenerator chance) {
        return new Argon2Hash(ports.cost(), chance);
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
    Pace pace(JdbcClient state, TransactionTemplate transaction, Envelope envelope) {
        return new Pace(state, transaction, envelope, Pace.MOST);
    }

    @Bean
    PasskeyRows passkeyRows(
            JdbcClient state,
            TransactionTemplate transaction,
            Envelope envelope,
            RandomGenerator chance) {
        return new PasskeyRows(state, transaction, envelope, chance);
    }

    @Bean
    PasskeySessions passkeySessions(JdbcClient state, RandomGenerator chance) {
        return new PasskeySessions(state, chance);
    }

    @Bean
    Challenges challenges(JdbcClient state, Envelope envelope, RandomGenerator chance) {
        return new Challenges(state, envelope, chance);
    }

    @Bean
    PasskeyDesk passkeyDesk(
            PasskeyRows rows,
            PasskeySessions sessions,
            Challenges challenges,
            SecondFactors factors,
            TransactionTemplate transaction,
            SignInPorts ports,
            InstantSource clock) {
        return new PasskeyDesk(
                ports.publicUrl().flatMap(RelyingParty::at).map(Ceremonies::new),
                rows,
                sessions,
                challenges,
                factors,
                transaction,
                ports,
                clock);
    }

    @Bean
    PasskeyAnswers passkeyAnswers(
            PasskeyDesk desk,
            PasskeyRows rows,
            Challenges challenges,
            SecondFactors factors,
            Pace pace,
            SignInPorts ports,
            InstantSource clock) {
        return new PasskeyAnswers(desk, rows, challenges, factors, pace, ports, clock);
    }

    @Bean
    Proving proving(
            JdbcClient state,
            LocalAccounts accounts,
            SecondFactors factors,
            Pace pace,
            SignInPorts ports,
            InstantSource clock) {
        return new Proving(accounts, factors, new Places(state), pace, new Lanes(), ports, clock);
    }

    @Bean
    Answering answering(InstantSource clock) {
        return new Answering(clock);
    }

    @Bean
    TokenGiving tokenGiving(SignInPorts ports, KeyDesk desk) {
        return new TokenGiving(ports, desk);
    }

    @Bean
    Questions questions(RandomGenerator chance) {
        return new Questions(chance);
    }

    @Bean
    Guesses guesses() {
        return new Guesses();
    }

    @Bean
    Devices devices(Questions questions, Guesses guesses, RandomGenerator chance) {
        return new Devices(questions, guesses, chance);
    }

    @Bean
    Confirming confirming(
            Questions questions,
            Guesses guesses,
            TokenGiving giving,
            SignInPorts ports,
            InstantSource clock) {
        return new Confirming(questions, guesses, giving, ports, clock);
    }

    @Bean
    Confirmations confirmations(
            Questions questions, Guesses guesses, SignInPorts ports, InstantSource clock) {
        return new Confirmations(questions, guesses, ports.publicUrl(), clock);
    }

    @Bean
    AccountDesk accountDesk(
            LocalAccounts accounts,
            SecondFactors factors,
            PasskeyRows passkeys,
            PasskeySessions sessions,
            SignInPorts ports,
            InstantSource clock) {
        return new AccountDesk(accounts, factors, passkeys, sessions, ports.record(), clock);
    }
}
