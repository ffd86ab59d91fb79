package dev.sallyport.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Derived;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class DerivationTest {
    @ParameterizedTest
    @MethodSource
    void saysWhatTheCellsOfAResultAreMadeOf(String query, String expected) {
        Derived derived = Reading.one(query).touches().derived();
        assertThat(
                        (derived.shows() ? "yes " : "no ")
                                + derived.columns()
                                + " | "
                                + derived.from().stream()
                                        .map(Object::toString)
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                                + " | "
                                + (derived.mixed() ? "yes" : "no")
                                + " | "
                                + derived.set().stream().sorted().collect(Collectors.joining(", "))
                                + derived.copied().stream()
                                        .map(copied -> " ← " + copied)
                                        .sorted()
                                        .collect(Collectors.joining()))
                .isEqualTo(expected);
    }

    static Stream<Arguments> saysWhatTheCellsOfAResultAreMadeOf() {
        return Table.rows("derived.txt");
    }
}
