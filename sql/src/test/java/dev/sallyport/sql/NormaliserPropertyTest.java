package dev.sallyport.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class NormaliserPropertyTest {
    private static final int ROUNDS = 20_000;
    private static final String MARKER = "zqx";
    private static final String DIGITS = "76543";

    private static final List<String> NUMBERS =
            List.of(
                    DIGITS,
                    DIGITS + "." + DIGITS,
                    "." + DIGITS,
                    DIGITS + ".",
                    DIGITS + "e" + DIGITS,
                    "1.5E-" + DIGITS,
                    "0x" + DIGITS,
                    "0X_" + DIGITS,
                    "0o" + DIGITS,
                    "7_6543",
                    "-" + DIGITS,
                    "+ " + DIGITS,
                    "X'" + DIGITS + "'",
                    "b'" + DIGITS + "'",
                    "B'1'\n'" + DIGITS + "'");

    private static final List<String> SHAPES =
            List.of(
                    "select %s",
                    "select a from t where b = %s and c in (%s, 2)",
                    "insert into t values (%s, %s), (1, %s)",
                    "select a[%s], f(%s, x), 'x'||%s::text",
                    "select 1 -- %s",
                    "select %s; set x = %s",
                    "set x to %s, b",
                    "alter role r set x = %s, %s valid until %s",
                    "comment on table t is %s",
                    "select U&\"a\" uescape %s",
                    "copy t from %s",
                    "(%s,%s,%s,b)",
                    "select interval %s day, date %s",
                    "create function f() returns int language sql as %s set y = %s");

    @Test
    void noLiteralSurvives() {
        RandomText text = new RandomText(new Random(20261121));
        for (int round = 0; round < ROUNDS; round++) {
            String query = text.pick(SHAPES);
            while (query.contains("%s")) {
                boolean number = round % 3 == 0;
                String literal =
                        number ? text.pick(NUMBERS) : text.literal(MARKER + "'\\ \"" + MARKER);
                if (query.contains("-- %s")) {
                    literal = literal.replace("\n", " ");
                }
                query = query.replaceFirst("%s", literal.replace("\\", "\\\\").replace("$", "\\$"));
            }
            assertThat(Reading.normalised(query)).as(query).doesNotContain(MARKER, DIGITS, "6543");
        }
    }

    @Test
    void readsAnyTextWithoutThrowingAndItsOwnTextUnchanged() {
        RandomText text = new RandomText(new Random(42));
        for (int round = 0; round < ROUNDS; round++) {
            String query = round % 2 == 0 ? text.nonsense() : text.statements();
            if (Reading.of(query) instanceof Cutting.Cuts(var statements, _)) {
                for (Cut statement : statements) {
                    assertThat(Reading.normalised(statement.normalised()))
                            .as(query)
                            .isEqualTo(statement.normalised());
                }
            }
        }
    }

    @Test
    void readsRandomBytesWithoutThrowing() {
        Random random = new Random(99);
        StatementCutter reader = new StatementCutter();
        byte[] bytes = new byte[64];
        for (int round = 0; round < ROUNDS; round++) {
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = round % 2 == 0 ? bytes[i] : (byte) (bytes[i] & 0x7F);
            }
            assertThat(reader.cut(bytes, 3, bytes.length - 5)).isNotNull();
        }
    }

    @Test
    void readsOnlyTheBytesGiven() {
        byte[] text = "xx'select 'a';'".getBytes(StandardCharsets.UTF_8);
        Normaliser normaliser = new Normaliser();

        normaliser.normalise(text, 3, text.length - 5);

        assertThat(Arrays.copyOf(normaliser.bytes(), normaliser.length()))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("select ?;");
    }
}
