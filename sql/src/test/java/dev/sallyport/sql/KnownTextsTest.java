package dev.sallyport.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Found again is what reads the same, and nothing else. */
final class KnownTextsTest {
    private static final String LINE =
            "-- a remark that makes the text a long one, as reports are\n";
    private static final String PAD = "\n" + LINE + LINE + LINE;

    private final KnownTexts<String> known = new KnownTexts<>();

    @ParameterizedTest
    @ValueSource(strings = {"", PAD})
    void findsATextWithOtherLiterals(String pad) {
        keep("SELECT a FROM t WHERE b = 1" + pad, "by b");

        assertThat(find("select a from t where b = 2" + pad)).isEqualTo("by b");
        assertThat(find("select a from t where b = 2" + pad)).isEqualTo("by b");
        assertThat(find("select a from t where c = 2" + pad)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", PAD})
    void findsATextThatDependsOnALiteralOnlyAsItWas(String pad) {
        String groups = "SELECT a, count(*) FROM t GROUP BY a HAVING count(*) > 10" + pad;
        keep(groups, "ten");

        assertThat(find(groups)).isEqualTo("ten");
        assertThat(find(groups.replace("10", "11"))).isNull();
        assertThat(find(groups.replace("SELECT", "select"))).isNull();
    }

    @Test
    void findsALongTextWhateverSpaceIsBehind() {
        String text = "SELECT a FROM t WHERE b = 1" + PAD;
        keep(text, "then");
        assertThat(find(text)).isEqualTo("then");
        assertThat(find(text + " ")).isEqualTo("then");
        assertThat(find(text + " x")).isNull();
    }

    @Test
    void keepsNothingOfWhatCannotBeRead() {
        keep("SELECT 'a", "never");

        assertThat(find("SELECT 'a")).isNull();
    }

    @Test
    void readsNoMoreThanItIsTold() {
        keep("SELECT 1", "one");

        byte[] scratch = "SELECT 1; DROP TABLE t".getBytes(UTF_8);

        assertThat(known.find(scratch, 8)).isEqualTo("one");
        assertThat(known.find(scratch, scratch.length)).isNull();
    }

    @Test
    void keepsNoHugeTextThatDependsOnALiteral() {
        String huge = "SELECT a FROM t GROUP BY a HAVING a > 1" + PAD.repeat(50);
        keep(huge, "huge");

        assertThat(find(huge)).isNull();
    }

    private void keep(String text, String value) {
        known.keep(text.getBytes(UTF_8), value);
    }

    private @Nullable String find(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        return known.find(utf8, utf8.length);
    }
}
