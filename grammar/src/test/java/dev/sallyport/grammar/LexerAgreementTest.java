package dev.sallyport.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Cut;
import dev.sallyport.sql.Cutting;
import dev.sallyport.sql.StatementCutter;
import dev.sallyport.sql.StatementReading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Our lexer, which the cache rests on, beside PostgreSQL's own scanner and grammar. */
final class LexerAgreementTest {
    private static final int ROUNDS = Boolean.getBoolean("sallyport.full") ? 50_000 : 1_500;

    /** PostgreSQL's token numbers (parser/gram.h as libpg_query 18 has it). */
    private static final String COMMENT = "SQL_COMMENT";

    private static final String C_COMMENT = "C_COMMENT";

    private static final List<String> PIECES =
            List.of(
                    "select",
                    "a",
                    "é",
                    "\"b\"",
                    "\"c\"\"d\"",
                    "'x'",
                    "'it''s'",
                    "'a\\'",
                    "E'\\''",
                    "e'\\\\'",
                    "U&'\\0061'",
                    "U&\"d\\0061\"",
                    "N'n'",
                    "B'10'",
                    "X'1F'",
                    "$$ ' $$",
                    "$q$ $$ $q$",
                    "$1",
                    "1",
                    "1.5",
                    ".5",
                    "1e5",
                    "0x1f",
                    "1_000",
                    "(",
                    ")",
                    ",",
                    ";",
                    ".",
                    "..",
                    "::",
                    ":=",
                    "=>",
                    "<=",
                    "<>",
                    "!=",
                    "->>",
                    "+",
                    "-",
                    "*",
                    "/",
                    "@",
                    "?",
                    "||",
                    "[",
                    "]",
                    "-- c\n",
                    "/* c */",
                    "/* a /* b */ */",
                    " ",
                    "\n",
                    "\t",
                    "'a'\n'b'",
                    "from",
                    "as",
                    "uescape '!'",
                    "{",
                    "|",
                    "%",
                    "^");

    private final PostgresParser.Running scanner = new PostgresParser.Running();
    private final StatementCutter cutter = new StatementCutter();
    private final Random random = new Random(18);

    @Test
    void endsEveryTokenWhereTheScannerDoes() {
        List<String> disagreements = new ArrayList<>();
        int readable = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = text();
            List<String> theirs = scanned(text);
            List<String> ours = cut(text);
            if (ours.isEmpty() || theirs.isEmpty()) {
                continue;
            }
            readable++;
            if (!ours.equals(theirs)) {
                disagreements.add(text + "\n   ours " + ours + "\n theirs " + theirs);
            }
        }
        assertThat(disagreements).isEmpty();
        assertThat(readable).isGreaterThan(ROUNDS / 4);
    }

    @Test
    void readsNothingThatTheScannerDoesNot() {
        for (int round = 0; round < ROUNDS; round++) {
            String text = text();
            if (scanned(text).isEmpty()) {
                assertThat(Reading.of(text))
                        .as(text)
                        .isInstanceOf(StatementReading.Unreadable.class);
            }
        }
    }

    @Test
    void cutsEveryStatementOfTheCorpusWhereTheGrammarDoes() {
        List<String> statements =
                Stream.of("queries", "changes", "control", "definitions1", "definitions2")
                        .flatMap(file -> Table.lines("corpus/" + file + ".txt"))
                        .filter(line -> !line.startsWith("=="))
                        .map(line -> line.replaceFirst("^([A-Z]+[?!]?: |[?!] )", ""))
                        .map(line -> line.replace('␤', '\n'))
                        .toList();
        for (int from = 0; from + 20 < statements.size(); from += 20) {
            String script = String.join("\n;; -- next\n", statements.subList(from, from + 20));
            assertThat(Reading.statements(script)).as(script).hasSize(20);
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder("select ");
        for (int left = random.nextInt(10); left > 0; left--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
            text.append(random.nextBoolean() ? " " : "");
        }
        return text.toString();
    }

    /** What lies between top-level semicolons by PostgreSQL's scanner: first and last byte. */
    private List<String> scanned(String text) {
        String json = scanner.scan(text.getBytes(StandardCharsets.UTF_8));
        if (!json.startsWith("{")) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        int depth = 0;
        int from = -1;
        int to = -1;
        for (Node token : TreeReader.read(json).nodes("tokens")) {
            String name = token.text("tokenName");
            if (name.equals(COMMENT) || name.equals(C_COMMENT)) {
                continue;
            }
            String written = token.text("text");
            depth += written.equals("(") ? 1 : written.equals(")") && depth > 0 ? -1 : 0;
            if (written.equals(";") && depth == 0) {
                add(found, from, to);
                from = -1;
                continue;
            }
            from = from < 0 ? token.number("start") : from;
            to = token.number("end");
        }
        add(found, from, to);
        return found;
    }

    private static void add(List<String> found, int from, int to) {
        if (from >= 0) {
            found.add(from + "-" + to);
        }
    }

    private List<String> cut(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return switch (cutter.cut(utf8, 0, utf8.length)) {
            case Cutting.Unreadable _ -> List.of();
            case Cutting.Cuts(List<Cut> cuts, _) ->
                    cuts.stream().map(one -> one.from() + "-" + one.to()).toList();
        };
    }
}
