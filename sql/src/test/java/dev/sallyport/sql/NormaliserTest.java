package dev.sallyport.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class NormaliserTest {

    @ParameterizedTest
    @MethodSource
    void writesNoLiteral(String query, String expected) {
        assertThat(Reading.normalised(query)).isEqualTo(expected);
    }

    static Stream<Arguments> writesNoLiteral() {
        return Stream.concat(Table.rows("normalised.txt"), Table.rows("corpus.txt"));
    }

    @ParameterizedTest
    @MethodSource
    void saysWhereTextCannotBeRead(String query, String expected) {
        assertThat(Reading.reason(query)).isEqualTo(expected);
    }

    static Stream<Arguments> saysWhereTextCannotBeRead() {
        return Table.rows("unreadable.txt");
    }
}
