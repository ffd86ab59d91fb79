package dev.sallyport.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StatementCutterLimitsTest {

    @Test
    void refusesAZeroByte() {
        assertThat(Reading.reason("select 1\0")).startsWith("8 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "C0AF",
                "C1BF",
                "C2",
                "E0808080",
                "EDA080",
                "F08080BF",
                "F4908080",
                "F5808080",
                "FF",
                "E282",
                "F09F98"
            })
    void refusesBytesThatAreNotUtf8(String hex) {
        byte[] bad = java.util.HexFormat.of().parseHex(hex);
        byte[] text = "select 'abcdefgh".getBytes(StandardCharsets.UTF_8);
        byte[] query = java.util.Arrays.copyOf(text, text.length + bad.length + 1);
        System.arraycopy(bad, 0, query, text.length, bad.length);
        query[query.length - 1] = '\'';

        assertThat(new StatementCutter().cut(query, 0, query.length))
                .isEqualTo(new Cutting.Unreadable(text.length, "bytes that are not UTF-8 text"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"é", "ß", "€", "퟿", "\uE000", "😀", "\uDBFF\uDFFF"})
    void readsEveryWidthOfUtf8(String letter) {
        assertThat(Reading.normalised("select " + letter + ", '" + letter + "'"))
                .isEqualTo("select " + letter + ", ?");
    }

    @Test
    void refusesCommentsNestedTooDeeply() {
        String open = "/*".repeat(Lexer.COMMENT_DEPTH);
        String close = "*/".repeat(Lexer.COMMENT_DEPTH);

        assertThat(Reading.normalised(open + close + "select 1")).isEqualTo("select ?");
        assertThat(Reading.reason("/*" + open + close + "*/ select 1"))
                .isEqualTo("0 comments are nested too deeply");
    }

    @Test
    void refusesAQueryStringOverItsLength() {
        byte[] query = new byte[Normaliser.QUERY_BYTES + 1];
        java.util.Arrays.fill(query, (byte) ' ');

        assertThat(new StatementCutter().cut(query, 0, query.length))
                .isInstanceOf(Cutting.Unreadable.class);
        assertThat(new StatementCutter().cut(query, 1, query.length - 1))
                .isInstanceOf(Cutting.Cuts.class);
    }

    @Test
    void refusesAFloodOfStatements() {
        assertThat(Reading.statements("a;".repeat(Normaliser.STATEMENTS)))
                .hasSize(Normaliser.STATEMENTS);
        assertThat(Reading.reason("a;".repeat(Normaliser.STATEMENTS + 1)))
                .endsWith("too many statements in one query");
    }

    @Test
    void readsTheEmptyQuery() {
        assertThat(Reading.statements("")).isEmpty();
        assertThat(Reading.statements(" ;; -- x\n/* y */ ;")).isEmpty();
    }
}
