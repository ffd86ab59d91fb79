package dev.sallyport.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Normaliser;
import dev.sallyport.sql.StatementReading;
import dev.sallyport.sql.StatementReading.Readable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A reading is kept by the normalised text and used for every text of that form: whatever the
 * literals of a text are, and however many in a list, it reads the same.
 */
final class SameFormTest {
    private static final Pattern LITERAL =
            Pattern.compile("(?<![\\w\"$.])(?:'(?:[^']|'')*'|\\d+(?:\\.\\d+)?)(?![\\w\".])");

    /** What a corpus says of a statement before it. */
    private static final Pattern MARK = Pattern.compile("^(?:[!?]|[A-Z]+\\??:) ");

    private static final List<String> OTHERS =
            List.of(
                    "0",
                    "1",
                    "-1",
                    "2.5",
                    "99999999999999999999",
                    "''",
                    "'off'",
                    "'true'",
                    "'x y'",
                    "E'\\n'",
                    "U&'\\0061'",
                    "$$a$$",
                    "B'1'",
                    "X'1F'",
                    "N'n'",
                    "1, 2",
                    "'a', 3");

    private final Normaliser normaliser = new Normaliser();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "corpus/queries.txt",
                "corpus/changes.txt",
                "corpus/control.txt",
                "corpus/definitions1.txt",
                "corpus/definitions2.txt",
                "acts.txt",
                "effects.txt",
                "shapes.txt",
                "grouped.txt"
            })
    void readsTheSameWhateverItsLiteralsAre(String resource) {
        List<String> otherwise = new ArrayList<>();
        long compared =
                Table.lines(resource)
                        .map(line -> MARK.matcher(line.split(" ⇒ ", -1)[0]).replaceFirst(""))
                        .map(line -> line.replace('␤', '\n'))
                        .mapToLong(text -> compare(text, otherwise))
                        .sum();
        assertThat(otherwise).isEmpty();
        assertThat(compared).isPositive();
    }

    /** Answers how many texts of the same form there were to compare with. */
    private long compare(String text, List<String> otherwise) {
        String form = form(text);
        if (form.isEmpty() || !(Reading.of(text) instanceof Readable reading)) {
            return 0;
        }
        long compared = 0;
        for (Matcher literal = LITERAL.matcher(text); literal.find(); ) {
            for (String other : OTHERS) {
                String changed =
                        text.substring(0, literal.start()) + other + text.substring(literal.end());
                if (form(changed).equals(form)) {
                    compared++;
                    StatementReading seen = Reading.of(changed);
                    if (seen instanceof Readable && !seen.equals(reading)) {
                        otherwise.add(changed);
                    }
                }
            }
        }
        return compared;
    }

    /** The normalised text; empty where none is kept. */
    private String form(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return normaliser.normalise(utf8, 0, utf8.length) == Normaliser.Outcome.REPEATABLE
                ? new String(normaliser.bytes(), 0, normaliser.length(), StandardCharsets.UTF_8)
                : "";
    }
}
