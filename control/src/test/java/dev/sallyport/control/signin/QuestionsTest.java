package dev.sallyport.control.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many questions wait, by which codes, and how many codes may be guessed. */
final class QuestionsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final Duration LASTS = Duration.ofMinutes(10);

    private final SecureRandom random = new SecureRandom();
    private final Questions questions = new Questions(random);
    private final Guesses guesses = new Guesses();

    private static Source network(int i) {
        return new Source("10.%d.%d.%d".formatted(i >> 16 & 255, i >> 8 & 255, i & 255));
    }

    private Asked ask(int network, boolean familiar, Instant now) {
        return questions.add(
                new Question.ForToken("192.0.2.1"), network(network), familiar, LASTS, now);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BCDF-GHJK", "bcdfghjk", " bcdf ghjk ", "BCDF–GHJK"})
    void readsACodeAsPeopleTypeIt(String typed) {
        assertThat(UserCode.of(typed).map(UserCode::shown)).hasValue("BCDF-GHJK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "BCDF-GHJ", "BCDF-GHJKL", "ACDF-GHJK", "BCDF-GHJ1", "<b>"})
    void readsNothingElse(String typed) {
        assertThat(UserCode.of(typed)).isEmpty();
        assertThat(UserCode.of("B".repeat(40))).isEmpty();
    }

    @Test
    void holdsSoManyAndKeepsRoomForNetworksThatAreKnown() {
        Set<UserCode> codes = new HashSet<>();
        for (int i = 0; i < Questions.MOST; i++) {
            codes.add(ask(i, false, NOW).code());
        }
        assertThat(codes).hasSize(Questions.MOST);
        assertThatThrownBy(() -> ask(Questions.MOST, false, NOW)).hasMessageContaining("SP7142");

        assertThat(ask(Questions.MOST, true, NOW).isFamiliar()).isTrue();
        ask(0, false, NOW.plus(LASTS));
        assertThat(questions.size()).isEqualTo(1);
    }

    @Test
    void holdsAFewOfOneNetwork() {
        for (int i = 0; i < Questions.FROM_ONE; i++) {
            ask(1, true, NOW);
        }
        assertThatThrownBy(() -> ask(1, true, NOW)).hasMessageContaining("SP7142");
        ask(2, true, NOW);
    }

    @Test
    void isAnsweredOnceAndByNobodyAfterItWasLeft() {
        Asked asked = ask(1, false, NOW);
        assertThat(questions.named(asked.code(), NOW)).hasValue(asked);
        assertThat(asked.claim()).isTrue();
        assertThat(asked.claim()).isFalse();
        assertThat(questions.named(asked.code(), NOW)).isEmpty();

        Asked left = ask(1, false, NOW);
        left.answer(new Answer.Left());
        assertThat(left.claim()).isFalse();
        assertThat(left.answer(new Answer.Declined())).isFalse();
        assertThat(questions.named(ask(1, false, NOW).code(), NOW.plus(LASTS))).isEmpty();
    }

    @Test
    void boundsGuessesOfAllStrangersTogetherAndOfNobodyWhoIsKnown() {
        Source known = network(1 << 20);
        guesses.remember(known);
        for (int i = 0; i < Guesses.OVERALL; i++) {
            assertThat(guesses.charge(network(i), NOW)).isEmpty();
        }
        Optional<Instant> slowed = guesses.charge(network(Guesses.OVERALL), NOW);
        assertThat(slowed).hasValue(NOW.plus(Guesses.WINDOW));
        for (int i = 0; i < Guesses.FREE; i++) {
            assertThat(guesses.charge(known, NOW)).isEmpty();
        }
        assertThat(guesses.charge(known, NOW)).isPresent();

        assertThat(guesses.charge(network(Guesses.OVERALL), slowed.get())).isEmpty();
    }

    /** Whoever knows codes of their own gets no more guesses by typing them. */
    @Test
    void givesBackWhatNamedAQuestionAndNoMore() {
        Source one = network(1);
        for (int i = 0; i < Guesses.FREE; i++) {
            guesses.charge(one, NOW);
            assertThat(guesses.charge(network(2), NOW)).isEmpty();
            guesses.giveBack(network(2));
            guesses.giveBack(network(3));
        }
        assertThat(guesses.of(one)).isEqualTo(Guesses.FREE);
        assertThat(guesses.of(network(2))).isZero();
        assertThat(guesses.charge(one, NOW)).isPresent();
    }

    @Test
    void showsNothingThatMovesOrHidesText() {
        assertThat(Question.plain("psql\u202e\n<b> Zoë")).isEqualTo("psql??<b> Zoë");
        assertThat(Question.plain("x".repeat(1000))).hasSize(Question.LONGEST);
    }
}
