package dev.sallyport.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.FromItem;
import dev.sallyport.sql.SelectList;
import dev.sallyport.sql.SelectShape;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ShapeTest {

    @ParameterizedTest
    @MethodSource
    void saysHowAQueryIsBuilt(String query, String expected) {
        SelectShape shape = Reading.one(query).touches().shape().orElseThrow();
        assertThat(
                        marked(query, shape).replace('\n', '␤')
                                + " | "
                                + shape.from().stream()
                                        .map(ShapeTest::described)
                                        .collect(Collectors.joining(", "))
                                + " | "
                                + shape.parts().stream()
                                        .map(Enum::name)
                                        .sorted()
                                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    static Stream<Arguments> saysHowAQueryIsBuilt() {
        return Table.rows("shapes.txt");
    }

    @Test
    void findsTheEndOfTheListInEveryTextOfOneNormalisedForm() {
        SelectShape shape =
                Reading.one("select a, b in (1) from t").touches().shape().orElseThrow();

        assertThat(marked("SELECT a /* from */,  b IN (1, 2, 'x from') FROM t", shape))
                .isEqualTo("SELECT a /* from */,  b IN (1, 2, 'x from')^ FROM t");
    }

    @Test
    void hasNoShapeAmongOthers() {
        assertThat(Reading.statements("select a from t; select b from t"))
                .allMatch(statement -> statement.touches().shape().isEmpty());
        assertThat(Reading.one("truncate t").touches().shape()).isEmpty();
    }

    /** The text with a mark where an item may be added. */
    private static String marked(String query, SelectShape shape) {
        byte[] utf8 = query.getBytes(StandardCharsets.UTF_8);
        OptionalInt end = SelectList.end(utf8, 0, utf8.length, shape);
        if (end.isEmpty()) {
            return "no list";
        }
        return new String(utf8, 0, end.getAsInt(), StandardCharsets.UTF_8)
                + "^"
                + new String(
                        utf8, end.getAsInt(), utf8.length - end.getAsInt(), StandardCharsets.UTF_8);
    }

    private static String described(FromItem item) {
        return item.relation().map(Object::toString).orElse("?")
                + item.alias().map(alias -> " " + alias).orElse("");
    }
}
