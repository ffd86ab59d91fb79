package dev.sallyport.control.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever guesses is slowed, and slows nobody else. */
final class PaceTest {
    private static final String PASSWORD = "correct horse battery";
    private static final Source HOME = new Source("192.0.2.7");
    private static final Source AWAY = new Source("198.51.100.9");

    /** What a person at home ever waits for, whatever others do: the longest of that place. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int STEPS = Boolean.getBoolean("sallyport.full") ? 2000 : 100;

    private static Fixture fixture;

    @BeforeAll
    static void open() {
        fixture = new Fixture();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @BeforeEach
    void begin() {
        fixture.reset();
        fixture.demand(login -> false);
        fixture.accounts.put("nora", PASSWORD, Fixture.START);
        fixture.accounts.put("bob", PASSWORD, Fixture.START);
    }

    @Test
    void slowsASourceThatFailsMoreAndMore() {
        List<Duration> waits = new ArrayList<>();
        for (int guess = 0; guess < 9; guess++) {
            waits.add(waitFor(() -> enter("nora", "wrong", AWAY)));
        }

        assertThat(waits.stream().map(Duration::toSeconds))
                .containsExactly(0L, 0L, 0L, 0L, 0L, 0L, 2L, 4L, 8L);
    }

    @Test
    void hearsAThousandAtOnceNoOftenerThanOneAfterTheOther() {
        Pace pace = fixture.pace(Pace.MOST);
        Instant now = fixture.clock.instant();

        long heard =
                IntStream.range(0, 200)
                        .parallel()
                        .mapToObj(_ -> pace.charge("nora", AWAY, Familiarity.NEW_HERE, now))
                        .filter(Pace.Charged.class::isInstance)
                        .count();

        assertThat(heard).isEqualTo(6);
    }

    /**
     * Each looks at three rows and some throw others away: in one order, or they block each other.
     */
    @Test
    void manyAtOnceNeverBlockEachOther() {
        Pace pace = fixture.pace(4);

        List<Pace.Ruling> rulings =
                IntStream.range(0, 400)
                        .parallel()
                        .mapToObj(one -> {
                            fixture.clock.advance(Duration.ofSeconds(61));
                            return pace.charge(
                                    "login " + one % 3,
                                    new Source("203.0.113." + one % 5),
                                    one % 2 == 0 ? Familiarity.NEW_HERE : Familiarity.KNOWN_HERE,
                                    fixture.clock.instant());
                        })
                        .toList();

        assertThat(rulings).hasSize(400);
    }

    @Test
    void tellsALoginThatNobodyHasNoOtherwise() {
        IntStream.range(0, 6).forEach(_ -> enter("nobody", "wrong", AWAY));

        assertThat(enter("nobody", "wrong", AWAY)).isInstanceOf(Proving.Slowed.class);
    }

    @Test
    void keepsNothingThatWasTyped() {
        enter("my password typed as a login", "x", AWAY);

        assertThat(
                        fixture.database
                                .sql("SELECT p::text FROM control.sign_in_pace p")
                                .query(String.class)
                                .list())
                .isNotEmpty()
                .noneMatch(row -> row.contains("typed"));
    }

    @Test
    void remembersAcrossARestartAndForgetsAfterAQuietDay() {
        IntStream.range(0, 12).forEach(_ -> waitFor(() -> enter("nora", "wrong", AWAY)));

        Pace restarted = fixture.pace(Pace.MOST);

        assertThat(restarted.charge("nora", AWAY, Familiarity.NEW_HERE, fixture.clock.instant()))
                .isInstanceOf(Pace.Slowed.class);

        fixture.clock.advance(Pace.MEMORY.plusSeconds(1));

        assertThat(waitFor(() -> enter("nora", "wrong", AWAY))).isZero();
        assertThat(waitFor(() -> enter("nora", "wrong", AWAY))).isZero();
    }

    @Test
    void aSignInOfOnesOwnBuysNoGuesses() {
        List<Duration> waits = new ArrayList<>();
        for (int guess = 0; guess < 30; guess++) {
            enter("bob", PASSWORD, AWAY);
            int stranger = guess;
            waits.add(waitFor(() -> enter("person " + stranger, "wrong", AWAY)));
        }

        assertThat(waits).last().isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whoKnowsThePasswordGuessesFewCodesFromHoweverManyPlaces() {
        fixture.demand(login -> login.equals("nora"));
        byte[] secret = fixture.enrolled("nora");
        int looked = 0;
        for (int place = 0; place < 60; place++) {
            int before = fixture.events.size();
            enter("nora", PASSWORD, new Source("203.0.113." + place));
            SignInEvent told = fixture.events.get(before);
            looked +=
                    told instanceof SignInEvent.NotSignedIn refused
                                    && refused.reason() == SignInEvent.Reason.WRONG_CODE
                            ? 1
                            : 0;
        }

        assertThat(looked).isEqualTo(6);
        assertThat(fixture.alarms).contains(new SignInAlarm.CodesGuessed("nora", "203.0.113.2", 3));

        fixture.places.remember("nora", HOME, fixture.clock.instant());

        assertThat(fixture.proving.enter(new Attempt("nora", PASSWORD, fixture.code(secret), HOME)))
                .isEqualTo(new Proving.Proved<>(Factor.CODE));
    }

    @Test
    void tellsOfGuessingAsItDoublesAndNotEachTime() {
        for (int place = 0; place < 41; place++) {
            enter("nora", "wrong", new Source("203.0.113." + place));
        }

        assertThat(fixture.alarms)
                .containsExactly(
                        new SignInAlarm.LoginGuessed(Optional.of("nora"), "203.0.113.9", 10),
                        new SignInAlarm.LoginGuessed(Optional.of("nora"), "203.0.113.19", 20),
                        new SignInAlarm.LoginGuessed(Optional.of("nora"), "203.0.113.39", 40));
    }

    @Test
    void keepsNoMoreThanItsBoundAndForgetsWhoFailedLeast() {
        Pace pace = fixture.pace(20);
        IntStream.range(0, 6).forEach(_ -> enter("nora", "wrong", AWAY));
        for (int other = 0; other < 100; other++) {
            fixture.clock.advance(Duration.ofSeconds(61));
            pace.charge(
                    "login " + other,
                    new Source("203.0.113." + other),
                    Familiarity.NEW_HERE,
                    fixture.clock.instant());
        }

        assertThat(fixture.rows("sign_in_pace")).isLessThanOrEqualTo(20 + 3);

        pace.charge("nora", AWAY, Familiarity.NEW_HERE, fixture.clock.instant());

        assertThat(pace.charge("nora", AWAY, Familiarity.NEW_HERE, fixture.clock.instant()))
                .isInstanceOf(Pace.Slowed.class);
    }

    @Test
    void remembersFewPlacesAndOnlyForAWhile() {
        for (int place = 0; place < 2 * Places.MOST; place++) {
            fixture.clock.advance(Duration.ofSeconds(1));
            fixture.places.remember(
                    "nora", new Source("203.0.113." + place), fixture.clock.instant());
        }

        assertThat(fixture.rows("sign_in_place")).isEqualTo(Places.MOST);

        fixture.places.remember("nora", HOME, fixture.clock.instant());
        fixture.clock.advance(Places.MEMORY);

        assertThat(fixture.places.of("nora", HOME, fixture.clock.instant()))
                .isEqualTo(Familiarity.NEW_HERE);
    }

    @Test
    void takesTheAddressesOfOneSubscriberForOne() throws Exception {
        assertThat(source("2001:db8:1:2:3:4:5:6"))
                .isEqualTo(source("2001:db8:1:2:ffff::1"))
                .isNotEqualTo(source("2001:db8:1:3::1"));
        assertThat(source("::ffff:192.0.2.7")).isEqualTo(HOME).isEqualTo(source("192.0.2.7"));
    }

    /**
     * Whatever strangers do, from wherever: nora at home, who makes a typing mistake now and then,
     * is heard at once, or after half a minute if somebody fails at her own place.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void nobodyLocksOutWhoComesFromWhereTheyCameFrom(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        enter("nora", PASSWORD, HOME);
        int guesses = 0;
        Instant begun = fixture.clock.instant();
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(6)) {
                case 0 -> fixture.clock.advance(Duration.ofSeconds(random.nextInt(600)));
                case 1 -> enter("nora", "wrong", HOME);
                case 2 -> {
                    Duration wait = waitFor(() -> enter("nora", PASSWORD, HOME));
                    assertThat(wait).isLessThanOrEqualTo(PATIENCE);
                }
                default -> {
                    Source stranger = new Source("203.0.113." + random.nextInt(4));
                    String login = random.nextBoolean() ? "nora" : "person " + random.nextInt(9);
                    guesses += enter(login, "wrong", stranger) instanceof Proving.NotProved ? 1 : 0;
                }
            }
        }

        long minutes = Duration.between(begun, fixture.clock.instant()).toMinutes();
        assertThat(guesses).isLessThanOrEqualTo((int) (4 * (26 + minutes)));
        assertThat(waitFor(() -> enter("nora", PASSWORD, HOME))).isLessThanOrEqualTo(PATIENCE);
    }

    private interface Try {
        Proving.Outcome<Factor> go();
    }

    /** Waits as long as it is told to, and says how long that was. */
    private static Duration waitFor(Try attempt) {
        Instant begun = fixture.clock.instant();
        while (attempt.go() instanceof Proving.Slowed<Factor>(Instant until)) {
            fixture.clock.advance(Duration.between(fixture.clock.instant(), until));
        }
        return Duration.between(begun, fixture.clock.instant());
    }

    private static Proving.Outcome<Factor> enter(String login, String password, Source source) {
        return fixture.proving.enter(new Attempt(login, password, "", source));
    }

    private static Source source(String address) throws Exception {
        return Source.of(InetAddress.getByName(address));
    }
}
