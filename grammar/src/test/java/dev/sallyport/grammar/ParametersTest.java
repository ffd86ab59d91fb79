package dev.sallyport.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Parameters;
import dev.sallyport.sql.Parameters.Parameterised;
import dev.sallyport.sql.SelectShape;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Literals become parameters where that changes nothing, in every text of one normalised form. */
final class ParametersTest {
    private final Parameters parameters = new Parameters();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT a FROM t WHERE b = 7;|SELECT a FROM t WHERE b = $1;|[23]|[7]",
                "SELECT a FROM t WHERE 2147483647=b|SELECT a FROM t WHERE $1=b|[23]|[2147483647]",
                "SELECT a FROM t WHERE b=2147483648|SELECT a FROM t WHERE b=$1|[20]|[2147483648]",
                "SELECT a FROM t WHERE b = 'ö $1'|SELECT a FROM t WHERE b = $1|[0]|[ö $1]",
                "SELECT a FROM t WHERE t.b = '' AND c = 1|SELECT a FROM t WHERE t.b = $1 AND c = $2|[0, 23]|[, 1]",
                "SELECT /* 1 */ a, 5 FROM t WHERE b = 7|SELECT /* 1 */ a, 5 FROM t WHERE b = $1|[23]|[7]",
                "SELECT a FROM t JOIN u ON t.b = u.b AND u.c = 3|SELECT a FROM t JOIN u ON t.b = u.b AND u.c = $1|[23]|[3]",
                "SELECT (SELECT 1 FROM u WHERE c = 4) FROM t|SELECT (SELECT 1 FROM u WHERE c = $1) FROM t|[23]|[4]",
                "SELECT a FROM t WHERE b IN (1, 2) AND NOT (c = 4)|SELECT a FROM t WHERE b IN (1, 2) AND NOT (c = $1)|[23]|[4]",
                "SELECT a FROM t WHERE b = 1 OR c = 1 LIMIT 10|SELECT a FROM t WHERE b = $1 OR c = $2 LIMIT 10|[23, 23]|[1, 1]",
                "SELECT a FROM t WHERE f(b = 1, 2)|SELECT a FROM t WHERE f(b = $1, 2)|[23]|[1]",
                "SELECT 1|SELECT 1|[]|[]",
            })
    void takesOutWhatAColumnIsComparedWith(String query, String text, String types, String values) {
        Parameterised parts = of(query, query).orElseThrow();

        assertThat(parts.text()).isEqualTo(text);
        assertThat(parts.types()).hasToString(types);
        assertThat(parts.values()).hasToString(values);
    }

    /** Elsewhere a literal may be what something is told apart by, or a position, or an index. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a = 1 FROM t GROUP BY a = 1 ORDER BY 1",
                "SELECT a FROM t WHERE b > 1 AND b <> 2 AND b = 3.5 AND b = 0x1F AND b = -1",
                "SELECT a FROM t WHERE b = 1 + 2 AND b = ANY (ARRAY[1]) AND b OPERATOR(x.=) 4",
                "SELECT a FROM t WHERE b = 1::bigint AND (b, c) = (1, 2) AND b IS DISTINCT FROM 4",
                "SELECT a FROM t WHERE b = 1234567890123456789 AND b = 1_000",
                "SELECT a FROM t WHERE lower(b) = 5 AND 1 = 1",
                "SELECT sum(a) FILTER (WHERE 1 > 2) FROM t LIMIT 1 OFFSET 2",
            })
    void leavesTheOtherNumbers(String query) {
        Parameterised parts = of(query, query).orElseThrow();

        assertThat(parts.text()).isEqualTo(query);
        assertThat(parts.values()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a FROM t WHERE b >= 'today'",
                "SELECT 'now'::timestamptz FROM t",
                "SELECT a FROM t WHERE b = 'it''s'",
                "SELECT a FROM t WHERE b = E'x'",
                "SELECT a FROM t WHERE b = $$x$$",
                "SELECT a FROM t WHERE b = B'1'",
                "SELECT a FROM t WHERE b = U&'x'",
                "SELECT a FROM t WHERE b = 'x'\n'y'",
                "SELECT a FROM t WHERE b IN ('x')",
                "SELECT a FROM t WHERE b = date '2026-01-01'",
                "SELECT a FROM t WHERE b = $1 AND c = 1",
                "SELECT a FROM t GROUP BY a HAVING count(*) = 1",
            })
    void keepsItsHandsOffWhatMayBeReadWhenItIsPrepared(String query) {
        assertThat(of(query, query)).isEmpty();
    }

    @Test
    void findsThemInEveryTextOfOneNormalisedForm() {
        String first = "SELECT a FROM t WHERE b IN (1) AND c = 2";
        Parameterised parts =
                of(first, "select a\nfrom t where b in (1, 2, 3) and c = '4'").orElseThrow();

        assertThat(parts.text()).isEqualTo("select a\nfrom t where b in (1, 2, 3) and c = $1");
        assertThat(parts.types()).containsExactly(0);
        assertThat(parts.values()).containsExactly("4");
    }

    @Test
    void findsThemBehindWhatWasAdded() {
        String first = "SELECT a FROM t WHERE b > 11 AND c = 2 ORDER BY 1";
        String longer = first.replace(" FROM", ", \"t\".\"id\" AS \"sallyport 5\" FROM");
        Parameterised parts = of(first, longer).orElseThrow();

        assertThat(parts.text()).isEqualTo(longer.replace("2", "$1"));
        assertThat(parts.values()).containsExactly("2");
    }

    @Test
    void leavesLongTextsAndTextsOfManyLiterals() {
        String many = "SELECT a FROM t WHERE b = 1" + " OR b = 1".repeat(64);
        assertThat(of(many, many)).isEmpty();
        String fewer = "SELECT a FROM t WHERE b = 1" + " OR b = 1".repeat(63);
        assertThat(of(fewer, fewer)).isPresent();
        String lengthy = "SELECT a FROM t WHERE b = 1 -- " + "x".repeat(8 << 10);
        assertThat(of(lengthy, lengthy)).isEmpty();
    }

    private Optional<Parameterised> of(String first, String query) {
        SelectShape shape = Reading.one(first).touches().shape().orElseThrow();
        return parameters.of(query.getBytes(UTF_8), shape.compared());
    }
}
