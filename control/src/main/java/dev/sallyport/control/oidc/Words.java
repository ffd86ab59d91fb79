package dev.sallyport.control.oidc;

import dev.sallyport.control.directory.Person;
import dev.sallyport.control.signin.DatabaseTokens;
import dev.sallyport.control.signin.Passes;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Words that people take from the browser, where they signed in, to a program that asks for a
 * password.
 */
final class Words implements Passes {
    /** By which one that leaked is found, and told from a password without asking the database. */
    private static final String MARK = "sp_once_";

    private final BrowserSessions sessions;
    private final Recognition people;
    private final DatabaseTokens tokens;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * @param random a secure one
     */
    Words(
            BrowserSessions sessions,
            Recognition people,
            DatabaseTokens tokens,
            InstantSource clock,
            RandomGenerator random) {
        this.sessions = sessions;
        this.people = people;
        this.tokens = tokens;
        this.clock = clock;
        this.random = random;
    }

    /** A new word of a browser session; the one before is void. */
    String give(String secret) {
        String word = MARK + Flow.word(random);
        sessions.give(word, secret, clock.instant());
        return word;
    }

    @Override
    public Optional<Pass> spend(String login, String word) {
        if (!word.startsWith(MARK)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return sessions.spend(word, now)
                .flatMap(mark ->
                        sessions.marked(mark, now)
                                .filter(session -> isOf(session, login))
                                .map(session -> pass(mark, session.proof(), login)));
    }

    private boolean isOf(BrowserSessions.Session session, String login) {
        return people.atWork(session.person()).map(Person::login).filter(login::equals).isPresent();
    }

    /**
     * What a session is good for.
     *
     * @param mark its hash
     */
    Pass pass(byte[] mark, OidcEvent.Proof proof, String login) {
        return new Pass() {
            @Override
            public Optional<Instant> factor() {
                return proof.factor();
            }

            @Override
            public void bind(String tokenId, Instant until) {
                Words.this.bind(mark, login, tokenId, until);
            }
        };
    }

    private void bind(byte[] mark, String login, String id, Instant until) {
        if (!sessions.bind(mark, id, login, until, clock.instant())) {
            tokens.takeBack(login, id);
            throw ended();
        }
    }

    static Refused ended() {
        return new Refused(
                Problem.of(
                        ProblemCode.SP7166,
                        "you are not signed in here",
                        "begin at /oidc/sign-in in your browser"));
    }
}
