package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SaslPrepTest {

    @ParameterizedTest
    @MethodSource("passwords")
    void preparesAPasswordAsPostgreSqlDoes(String password, String prepared) {
        assertThat(SaslPrep.prepare(password)).isEqualTo(prepared);
    }

    static Stream<Arguments> passwords() {
        return Stream.of(
                Arguments.of("pencil", "pencil"),
                Arguments.of("ascii\u0007bell", "ascii\u0007bell"),
                Arguments.of("I\u00ADX", "IX"),
                Arguments.of("\u00AA", "a"),
                Arguments.of("\u2168", "IX"),
                Arguments.of("a\u00A0b", "a b"),
                Arguments.of("e\u0301", "\u00E9"),
                // Refused by the profile, so used as typed.
                Arguments.of("\u00AD", "\u00AD"),
                Arguments.of("\u00AA\u0007", "\u00AA\u0007"),
                Arguments.of("\u06271", "\u06271"),
                Arguments.of("\u0627a\u0628", "\u0627a\u0628"),
                Arguments.of("e\u0301\uD83D\uDE00", "e\u0301\uD83D\uDE00"),
                Arguments.of("e\u0301\uE000", "e\u0301\uE000"),
                // Right to left from end to end.
                Arguments.of("\uFEFB1\u0628", "\u0644\u06271\u0628"));
    }
}
