package dev.sallyport.control.signin;

import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What a person in front of a browser answers, and what comes of it. */
final class Confirming {
    private final Questions questions;
    private final Guesses guesses;
    private final TokenGiving giving;
    private final SignInPorts ports;
    private final InstantSource clock;

    Confirming(
            Questions questions,
            Guesses guesses,
            TokenGiving giving,
            SignInPorts ports,
            InstantSource clock) {
        this.questions = questions;
        this.guesses = guesses;
        this.giving = giving;
        this.ports = ports;
        this.clock = clock;
    }

    /**
     * The question a code names.
     *
     * @throws Refused SP7294 where there is none, SP7141 where there were too many of those
     */
    Asked named(String typed, Source source) {
        Instant now = clock.instant();
        Optional<Instant> slowed = guesses.charge(source, now);
        if (slowed.isPresent()) {
            throw Answering.refused(
                    ProblemCode.SP7141,
                    "too many attempts from here failed",
                    "try again at " + slowed.get().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1));
        }
        Optional<Asked> asked = UserCode.of(typed).flatMap(code -> questions.named(code, now));
        if (asked.isEmpty()) {
            wrong(source);
            throw over();
        }
        guesses.giveBack(source);
        return asked.get();
    }

    private void wrong(Source source) {
        ports.record()
                .append(
                        new SignInEvent.NotSignedIn(
                                Optional.empty(),
                                source.network(),
                                SignInEvent.Reason.UNKNOWN_USER_CODE));
        if (guesses.of(source) == Guesses.FREE) {
            ports.alarm().raise(new SignInAlarm.UserCodesGuessed(source.network(), Guesses.FREE));
        }
    }

    /**
     * On record before it counts. A connection gets its token here, since whoever waits there
     * cannot fetch one; a program fetches its own.
     *
     * @throws Refused SP7294 where it is over, SP7295 where it is somebody else's, SP7143 where
     *     they hold nothing
     */
    void confirm(Asked asked, Proven who, Source source) {
        claim(asked);
        try {
            guesses.remember(source);
            switch (asked.question()) {
                case Question.ForToken _ -> {
                    confirmed(asked, who, source);
                    asked.answer(new Answer.Confirmed(who));
                }
                case Question.ForConnection connection -> connect(asked, connection, who, source);
            }
        } catch (RuntimeException failed) {
            // Only where nothing was answered before.
            asked.answer(new Answer.Broken());
            throw failed;
        }
    }

    private void connect(
            Asked asked, Question.ForConnection connection, Proven who, Source source) {
        questions.remove(asked);
        if (!connection.login().equals(who.login())) {
            declined(asked, Optional.of(who.login()), source);
            asked.answer(new Answer.SomebodyElse());
            throw Answering.refused(
                    ProblemCode.SP7295,
                    "this connection wants to come in as somebody else",
                    "connect as `" + who.login() + "`, and confirm that");
        }
        confirmed(asked, who, source);
        Optional<DatabaseTokens.Given> given = giving.token(who, source.network());
        if (given.isEmpty()) {
            asked.answer(new Answer.Nothing());
            throw TokenGiving.roleless(who.login());
        }
        boolean isHeard =
                asked.answer(new Answer.Given(given.get().id(), given.get().until(), who.proved()));
        if (!isHeard) {
            giving.takeBack(who.login(), given.get().id(), source.network());
            throw over();
        }
    }

    /**
     * Whoever knows the code may say no: it costs whoever asked a new question.
     *
     * @param login who says so, where that is known
     * @throws Refused SP7294 where it is over
     */
    void decline(Asked asked, Optional<String> login, Source source) {
        claim(asked);
        if (asked.question() instanceof Question.ForConnection) {
            questions.remove(asked);
        }
        try {
            declined(asked, login, source);
        } finally {
            asked.answer(new Answer.Declined());
        }
    }

    private void claim(Asked asked) {
        if (asked.isOver(clock.instant()) || !asked.claim()) {
            throw over();
        }
    }

    private void confirmed(Asked asked, Proven who, Source source) {
        ports.record()
                .append(
                        new SignInEvent.Confirmed(
                                who.login(), source.network(), asked.id(), who.factor()));
    }

    private void declined(Asked asked, Optional<String> login, Source source) {
        ports.record().append(new SignInEvent.Declined(login, source.network(), asked.id()));
    }

    private static Refused over() {
        return Answering.refused(
                ProblemCode.SP7294,
                "nothing waits for this code",
                "see that it is as your terminal shows it, or begin again there");
    }
}
