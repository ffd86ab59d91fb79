package dev.sallyport.control.signin;

import dev.sallyport.control.signin.SignInEvent.Reason;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;

/** Whether somebody is who they say, by password and something beside it. */
final class Proving {
    private final LocalAccounts accounts;
    private final SecondFactors factors;
    private final Places places;
    private final Pace pace;
    private final Lanes lanes;
    private final SignInPorts ports;
    private final InstantSource clock;

    /**
     * What came of it. Who did not prove it is not told what was wrong: a right password would be
     * half of what a guesser wants.
     */
    sealed interface Outcome<T> {}

    /** They are. */
    record Proved<T>(T shown) implements Outcome<T> {}

    /** Nothing says so. */
    record NotProved<T>() implements Outcome<T> {}

    /** Nobody looked: it was wrong too often. */
    record Slowed<T>(Instant until) implements Outcome<T> {}

    /** Nobody looked: too many others ask. */
    record Busy<T>() implements Outcome<T> {}

    Proving(
            LocalAccounts accounts,
            SecondFactors factors,
            Places places,
            Pace pace,
            Lanes lanes,
            SignInPorts ports,
            InstantSource clock) {
        this.accounts = accounts;
        this.factors = factors;
        this.places = places;
        this.pace = pace;
        this.lanes = lanes;
        this.ports = ports;
        this.clock = clock;
    }

    /** To sign in: a code where one is set up or demanded. */
    Outcome<Factor> enter(Attempt attempt) {
        return prove(
                attempt,
                now ->
                        factors.isEnrolled(attempt.login())
                                        || ports.demands().secondFactor(attempt.login())
                                ? factors.spend(attempt.login(), attempt.code(), now)
                                : Optional.of(Factor.NONE));
    }

    /** To show once more that somebody is at the keyboard: a code, whatever is demanded. */
    Outcome<Factor> step(Attempt attempt) {
        return prove(attempt, now -> factors.spend(attempt.login(), attempt.code(), now));
    }

    /**
     * To set up another app: what proves them now, or an invitation. A password alone sets up
     * nothing, or whoever learns one would make it two.
     */
    Outcome<Factor> enrol(Attempt attempt) {
        return prove(
                attempt,
                now ->
                        factors.spendInvitation(attempt.login(), attempt.code(), now)
                                .or(() -> factors.spend(attempt.login(), attempt.code(), now)));
    }

    /**
     * @param beside empty where it does not prove anything
     */
    <T> Outcome<T> prove(Attempt attempt, Function<Instant, Optional<T>> beside) {
        // As exact as the database keeps it.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Familiarity place = places.of(attempt.login(), attempt.source(), now);
        return lanes.take(place, () -> inTurn(attempt, place, beside, now)).orElseGet(Busy::new);
    }

    private <T> Outcome<T> inTurn(
            Attempt attempt,
            Familiarity place,
            Function<Instant, Optional<T>> beside,
            Instant now) {
        return switch (pace.charge(attempt.login(), attempt.source(), place, now)) {
            case Pace.Slowed(Instant until) -> new Slowed<>(until);
            case Pace.Charged charged -> judge(attempt, place, beside, charged, now);
        };
    }

    private <T> Outcome<T> judge(
            Attempt attempt,
            Familiarity place,
            Function<Instant, Optional<T>> beside,
            Pace.Charged charged,
            Instant now) {
        return switch (accounts.match(attempt.login(), attempt.password())) {
            case UNKNOWN -> {
                alarm(charged, Optional.empty(), attempt);
                yield refuse(Optional.empty(), attempt, Reason.UNKNOWN_LOGIN);
            }
            case WRONG -> {
                alarm(charged, Optional.of(attempt.login()), attempt);
                yield refuse(Optional.of(attempt.login()), attempt, Reason.WRONG_PASSWORD);
            }
            case RIGHT -> judgeCode(attempt, place, beside, charged, now);
        };
    }

    private <T> Outcome<T> judgeCode(
            Attempt attempt,
            Familiarity place,
            Function<Instant, Optional<T>> beside,
            Pace.Charged charged,
            Instant now) {
        Optional<String> login = Optional.of(attempt.login());
        return switch (pace.chargeCode(attempt.login(), attempt.source(), place, now)) {
            case Pace.Slowed _ -> refuse(login, attempt, Reason.TOO_MANY_CODES);
            case Pace.Charged code -> {
                Optional<T> shown = beside.apply(now);
                if (shown.isEmpty()) {
                    alarm(code, login, attempt);
                    boolean enrolled = factors.isEnrolled(attempt.login());
                    yield refuse(
                            login, attempt, enrolled ? Reason.WRONG_CODE : Reason.NOT_ENROLLED);
                }
                pace.giveBack(charged.charges());
                pace.giveBack(code.charges());
                pace.forgive(attempt.login(), attempt.source());
                places.remember(attempt.login(), attempt.source(), now);
                yield new Proved<>(shown.get());
            }
        };
    }

    private <T> Outcome<T> refuse(Optional<String> login, Attempt attempt, Reason reason) {
        ports.record()
                .append(new SignInEvent.NotSignedIn(login, attempt.source().network(), reason));
        return new NotProved<>();
    }

    private void alarm(Pace.Charged charged, Optional<String> login, Attempt attempt) {
        for (Pace.Charge charge : charged.charges()) {
            if (charge.mark().scope().isAlarming(charge.failures())) {
                String network = attempt.source().network();
                ports.alarm()
                        .raise(
                                switch (charge.mark().scope()) {
                                    case SOURCE ->
                                            new SignInAlarm.ManyLogins(network, charge.failures());
                                    case CODE_HERE, CODE_ELSEWHERE ->
                                            new SignInAlarm.CodesGuessed(
                                                    attempt.login(), network, charge.failures());
                                    case PASSKEY ->
                                            new SignInAlarm.PasskeysTried(
                                                    login, network, charge.failures());
                                    case LOGIN, NEW_PLACE, KNOWN_PLACE ->
                                            new SignInAlarm.LoginGuessed(
                                                    login, network, charge.failures());
                                });
            }
        }
    }
}
