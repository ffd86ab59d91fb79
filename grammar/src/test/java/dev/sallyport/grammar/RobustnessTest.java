package dev.sallyport.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.StatementReading;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody can make the reader throw, hang, or hold on to memory. */
final class RobustnessTest {
    private static final int ROUNDS = Boolean.getBoolean("sallyport.full") ? 100_000 : 1_000;

    private final StatementReader reader = new StatementReader();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select ;(;)",
                "select ;not ;",
                "select ;case when true then ;end",
                "select ;array[;]",
                "select 1;union select 1",
                "select ;-;",
                "select 1;+ 1",
                "select 1; and 1",
                "select ;f(;)",
                "select * from ;(select * from ;) q",
                "with q as ;(with q as ;select 1)",
                "explain ;explain ;select 1",
                "select 'a';||'b'",
            })
    void saysThatItIsTooMuchOrReadsIt(String shape) {
        String[] parts = shape.split(";", -1);
        for (int depth : new int[] {50, 5_000}) {
            String text =
                    parts.length == 3
                            ? parts[0] + parts[1].repeat(depth) + "1" + parts[2].repeat(depth)
                            : parts[0] + parts[1].repeat(depth);
            assertThat(read(text)).isNotNull();
        }
        assertThat(read("select 1")).isInstanceOf(StatementReading.Readable.class);
    }

    @Test
    void givesUpOnWhatIsNestedTooDeeply() {
        assertThat(read("select " + "(".repeat(20_000) + "1" + ")".repeat(20_000)))
                .isInstanceOf(StatementReading.TooMuch.class);
        assertThat(read("select 1" + " union select 1".repeat(10_000)))
                .isInstanceOf(StatementReading.TooMuch.class);
    }

    @Test
    void readsALongListAndALongLiteral() {
        assertThat(read("select * from t where a in (0" + ",1".repeat(20_000) + ")"))
                .isInstanceOf(StatementReading.Readable.class);
        assertThat(read("insert into t values ('" + "x".repeat(3 << 20) + "')"))
                .isInstanceOf(StatementReading.Readable.class);
        assertThat(read("insert into t values ('" + "x".repeat(5 << 20) + "')"))
                .isInstanceOf(StatementReading.TooMuch.class);
    }

    @Test
    void readsAnyBytesWithoutThrowing() {
        Random random = new Random(6);
        String words = "select from where ( ) , ; ' \" $$ -- /* */ 1 a . * as with insert update";
        String[] pieces = words.split(" ", -1);
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder();
            for (int left = random.nextInt(12); left > 0; left--) {
                text.append(pieces[random.nextInt(pieces.length)]).append(' ');
            }
            assertThat(read(text.toString())).isNotNull();
        }
    }

    @Test
    void tellsTheByteAndNothingOfTheText() {
        assertThat(Reading.reason("select é, 'secret' 'other'")).isEqualTo("20 syntax error");
        assertThat(Reading.reason("select 1 from")).isEqualTo("13 syntax error at end of input");
        assertThat(Reading.reason("selec 1")).isEqualTo("0 syntax error");
        assertThat(Reading.reason("begin atomic; select 1; end")).isEqualTo("6 syntax error");
        assertThat(Reading.reason("set names 'a', 'secret'")).doesNotContain("secret");
        assertThat(Reading.reason("alter role x password secret")).doesNotContain("secret");
    }

    private StatementReading read(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return reader.read(utf8, 0, utf8.length);
    }
}
