package dev.sallyport.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.ColumnUse;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.Touches;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TouchesTest {

    @ParameterizedTest
    @MethodSource
    void namesRelations(String query, String expected) {
        assertThat(relations(Reading.one(query).touches())).isEqualTo(expected);
    }

    static Stream<Arguments> namesRelations() {
        return Table.rows("relations.txt");
    }

    @ParameterizedTest
    @MethodSource
    void namesColumns(String query, String expected) {
        assertThat(columns(Reading.one(query).touches())).isEqualTo(expected);
    }

    static Stream<Arguments> namesColumns() {
        return Table.rows("columns.txt");
    }

    @ParameterizedTest
    @MethodSource
    void namesFunctionsSettingsAndLocks(String query, String expected) {
        Touches touches = Reading.one(query).touches();
        assertThat(
                        Stream.of(touches.functions(), touches.settings(), touches.locks())
                                .map(set -> set.stream().sorted().collect(Collectors.joining(" ")))
                                .collect(Collectors.joining(" | ")))
                .isEqualTo(expected);
    }

    static Stream<Arguments> namesFunctionsSettingsAndLocks() {
        return Table.rows("functions.txt");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    listen beds                                        | beds LISTEN
                    listen "Beds"                                      | Beds LISTEN
                    unlisten beds                                      | ``
                    notify beds                                        | beds NOTIFY
                    notify beds, 'mrn 42'                              | beds NOTIFY_WITH_PAYLOAD
                    notify beds, ''                                    | beds NOTIFY_WITH_PAYLOAD
                    create rule r as on insert to t do also notify beds | beds NOTIFY
                    """)
    void namesChannels(String query, String expected) {
        assertThat(
                        Reading.one(query).touches().channels().stream()
                                .map(use -> use.channel() + " " + use.act())
                                .collect(Collectors.joining()))
                .isEqualTo(expected);
    }

    private static String relations(Touches touches) {
        return touches.relations().stream()
                .map(TouchesTest::described)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String described(RelationUse use) {
        return use.relation() + " " + use.use();
    }

    private static String columns(Touches touches) {
        return touches.columns().stream()
                .map(TouchesTest::described)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String described(ColumnUse use) {
        return use.relation().map(relation -> relation + ".").orElse("?.") + use.column();
    }
}
