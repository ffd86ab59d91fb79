package dev.sallyport.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Holds each pseudonym once, as a set of objects would. */
final class PseudonymSetTest {
    private final PseudonymSet set = new PseudonymSet();

    @Test
    void holdsWhatAnOrdinarySetHolds() {
        RandomGenerator chance = new SplittableRandom(4711);
        for (int size : new int[] {0, 1, 8, 9, 100, 5_000}) {
            Set<Pseudonym> expected = new HashSet<>();
            for (int i = 0; i < size; i++) {
                // Few halves, so that many share one, or the slot.
                long high = chance.nextLong(40) << chance.nextInt(64);
                long low = 1 + chance.nextLong(200);
                assertThat(set.add(high, low)).isEqualTo(expected.add(new Pseudonym(high, low)));
            }
            assertThat(set.isEmpty()).isEqualTo(expected.isEmpty());
            assertThat(set.list()).containsExactlyInAnyOrderElementsOf(expected);
            set.clear();
            assertThat(set.isEmpty()).isTrue();
            assertThat(set.list()).isEmpty();
        }
    }

    @Test
    void listsPseudonymsInOrder() {
        RandomGenerator chance = new SplittableRandom(7);
        for (int i = 0; i < 2_048; i++) {
            set.add(chance.nextLong(), chance.nextLong());
        }

        assertThat(set.list()).isSorted();
    }

    @Test
    void takesThePseudonymOfAValueWithinOtherBytes() {
        var all = new Pseudonyms("a key of the test".getBytes(UTF_8));
        var column = all.column("ehr.hosp.patients.id".getBytes(UTF_8));

        assertThat(column.add("42 and what follows".getBytes(UTF_8), 2, set)).isTrue();
        assertThat(column.add("42".getBytes(UTF_8), 2, set)).isFalse();
        assertThat(set.list())
                .containsExactly(all.of("ehr.hosp.patients.id", "42".getBytes(UTF_8)));
    }
}
