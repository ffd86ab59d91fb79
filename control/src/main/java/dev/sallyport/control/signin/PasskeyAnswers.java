package dev.sallyport.control.signin;

import dev.sallyport.control.passkey.Assertion;
import dev.sallyport.control.passkey.Ceremonies;
import dev.sallyport.control.signin.SignInEvent.Reason;
import dev.sallyport.problem.Refused;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/** What passkeys are asked and answer: a genuine answer gives a word in the place of a code. */
final class PasskeyAnswers {
    private static final String USE = "use";

    private final PasskeyDesk desk;
    private final PasskeyRows rows;
    private final Challenges challenges;
    private final SecondFactors factors;
    private final Pace pace;
    private final SignInRecord record;
    private final SignInAlarm alarm;
    private final InstantSource clock;

    /** Good for one proof of its login, in the place of a code. */
    record Word(String login, String text, Instant until) {
        /** It holds a secret. */
        @Override
        public String toString() {
            return "Word of " + login;
        }
    }

    PasskeyAnswers(
            PasskeyDesk desk,
            PasskeyRows rows,
            Challenges challenges,
            SecondFactors factors,
            Pace pace,
            SignInPorts ports,
            InstantSource clock) {
        this.desk = desk;
        this.rows = rows;
        this.challenges = challenges;
        this.factors = factors;
        this.pace = pace;
        this.record = ports.record();
        this.alarm = ports.alarm();
        this.clock = clock;
    }

    /** An answer, and where it came from when. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Heard(Assertion assertion, byte[] challenge, Source source, Instant now) {}

    /**
     * What an authenticator has to sign; anybody may ask.
     *
     * @throws Refused SP7240
     */
    byte[] question() {
        desk.here();
        return challenges.ask(USE, clock.instant());
    }

    /**
     * What a passkey gives that is genuine and knows what it was asked.
     *
     * @throws Refused SP7240
     */
    Proving.Outcome<Word> hear(Assertion assertion, byte[] challenge, Source source) {
        Ceremonies here = desk.here();
        // As exact as the database keeps it.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Heard heard = new Heard(assertion, challenge, source, now);
        Optional<PasskeyRows.Kept> kept = rows.find(assertion.credential());
        Optional<String> login = kept.map(PasskeyRows.Kept::login);
        return switch (pace.chargePasskey(login.orElse(""), source, now)) {
            case Pace.Slowed(Instant until) -> new Proving.Slowed<>(until);
            case Pace.Charged charged -> {
                Optional<Reason> wrong =
                        kept.map(one -> wrong(here, one, heard))
                                .orElse(Optional.of(Reason.UNKNOWN_PASSKEY));
                yield wrong.isPresent()
                        ? refuse(wrong.get(), login, charged, source)
                        : give(kept.orElseThrow(), charged, heard);
            }
        };
    }

    /** Empty where nothing is; the challenge is used up before the count moves. */
    private Optional<Reason> wrong(Ceremonies here, PasskeyRows.Kept kept, Heard heard) {
        boolean isMeant =
                challenges.isOurs(heard.challenge(), USE, heard.now())
                        && MessageDigest.isEqual(kept.handle(), heard.assertion().userHandle());
        OptionalLong count =
                isMeant
                        ? here.used(heard.assertion(), kept.data(), heard.challenge())
                        : OptionalLong.empty();
        if (count.isEmpty() || !challenges.use(heard.challenge(), heard.now())) {
            return Optional.of(Reason.WRONG_PASSKEY);
        }
        if (rows.count(kept.id(), count.getAsLong(), heard.now())) {
            return Optional.empty();
        }
        return Optional.of(isStillThere(kept) ? copied(kept, heard) : Reason.WRONG_PASSKEY);
    }

    /** One that was removed a moment ago has no count to move, and that is no copy. */
    private boolean isStillThere(PasskeyRows.Kept kept) {
        return rows.of(kept.login()).stream().anyMatch(one -> one.id().equals(kept.id()));
    }

    private Reason copied(PasskeyRows.Kept kept, Heard heard) {
        alarm.raise(
                new SignInAlarm.PasskeyCopied(kept.login(), heard.source().network(), kept.id()));
        return Reason.PASSKEY_COPIED;
    }

    private Proving.Outcome<Word> refuse(
            Reason reason, Optional<String> login, Pace.Charged charged, Source source) {
        charged.charges().stream()
                .filter(one -> one.mark().scope().isAlarming(one.failures()))
                .forEach(one ->
                        alarm.raise(
                                new SignInAlarm.PasskeysTried(
                                        login, source.network(), one.failures())));
        record.append(new SignInEvent.NotSignedIn(login, source.network(), reason));
        return new Proving.NotProved<>();
    }

    private Proving.Outcome<Word> give(PasskeyRows.Kept kept, Pace.Charged charged, Heard heard) {
        String login = kept.login();
        pace.giveBack(charged.charges());
        record.append(new SignInEvent.PasskeyUsed(login, heard.source().network(), kept.id()));
        String word = factors.giveWord(login, heard.now());
        return new Proving.Proved<>(new Word(login, word, heard.now().plus(SecondFactors.WORD)));
    }
}
