package dev.sallyport.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class StatementReaderTest {

    @ParameterizedTest
    @MethodSource
    void tellsWhatAStatementCanDo(String query, String expected) {
        assertThat(described(Reading.one(query))).isEqualTo(expected);
    }

    static Stream<Arguments> tellsWhatAStatementCanDo() {
        return Table.rows("effects.txt");
    }

    private static String described(Statement statement) {
        List<String> words = new ArrayList<>();
        words.add(statement.effect().name());
        words.add(statement.verb());
        statement.forbidden().map(Enum::name).ifPresent(words::add);
        if (statement.touchesSettings()) {
            words.add("settings");
        }
        if (statement.carriesCode()) {
            words.add("code");
        }
        statement.copyDirection().map(Enum::name).ifPresent(words::add);
        statement.transaction().map(Enum::name).ifPresent(words::add);
        return String.join(" ", words);
    }
}
