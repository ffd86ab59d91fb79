package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a text that nobody has sent before. */
class FirstSightTest {
    @TempDir static Path folder;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void refusesWhatIsTooLongOrTooDeepToReadAndGoesOn() throws Exception {
        String manyWords = "SELECT " + "1+".repeat(60_000) + "1";
        String deep = "SELECT " + "(".repeat(30_000) + "1" + ")".repeat(30_000);
        String sums = "SELECT " + "1+".repeat(40_000) + "1";
        String longText = "SELECT '" + "x".repeat(5 << 20) + "'";
        try (RawClient nora = gateway.rawNora()) {
            for (String text : List.of(manyWords, deep, sums, longText)) {
                var error = nora.ask(text).getFirst();
                assertThat(error.field('M')).startsWith("SP4014");
                assertThat(error.field('C')).isEqualTo("54000");
            }
            assertThat(nora.ask("SELECT 1 AS sound").get(1).text()).endsWith("1");
        }
    }

    @Test
    void saysWhereItIsNoSqlAndNothingOfTheText() throws Exception {
        try (RawClient nora = gateway.rawNora()) {
            var error = nora.ask("SELECT é, 'secret' 'other' FROM notes").getFirst();
            assertThat(error.field('M'))
                    .isEqualTo("SP2045 this cannot be read at byte 21: syntax error");
            assertThat(error.field('C')).isEqualTo("42601");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    SELECT E'\\u12' AS v            | SELECT '7' AS v
                    SELECT E'\\xff' AS w            | SELECT '7' AS w
                    SELECT U&'\\00' AS x            | SELECT '7' AS x
                    SELECT 7::float(0)             | SELECT 7::float(24)
                    SELECT 7 WHERE 1 NOT IN (MANY) | SELECT 7 WHERE 1 NOT IN (2)
                    """)
    void refusesATextForItsOwnLiteralsAndNoOtherForThem(String wrong, String right)
            throws Exception {
        String many = "0" + ", 0".repeat(50_000);
        try (RawClient nora = gateway.rawNora()) {
            var error = nora.ask(wrong.replace("MANY", many)).getFirst();
            assertThat(error.field('M')).matches("SP(2045|4014) .*");
            assertThat(nora.ask(right).get(1).text()).endsWith("7");
        }
    }

    @Test
    void readsAnotherClientsTextBesideALongOne() throws Exception {
        String rows = "INSERT INTO notes (id) VALUES (0)" + ", (NULL)".repeat(15_000);
        try (RawClient nora = gateway.rawNora();
                RawClient other = gateway.rawNora()) {
            nora.send(RawClient.query(rows));
            assertThat(other.ask("SELECT 2 AS meanwhile").get(1).text()).endsWith("2");
            assertThat(nora.error().field('C')).isNotEqualTo("54000");
        }
    }
}
