package dev.sallyport.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SplittingTest {

    @ParameterizedTest
    @MethodSource
    void splitsWhereTheServerDoes(String query, String verbs) {
        assertThat(Reading.statements(query).stream().map(Statement::verb))
                .containsExactly(verbs.split(", "));
    }

    static Stream<Arguments> splitsWhereTheServerDoes() {
        return Table.rows("split.txt");
    }
}
