package dev.sallyport.grammar;

import dev.sallyport.sql.Conduct;
import dev.sallyport.sql.Cut;
import dev.sallyport.sql.Cutting;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.SelectShape;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.StatementCutter;
import dev.sallyport.sql.StatementReading;
import dev.sallyport.sql.Touches;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads query strings by PostgreSQL's own grammar: what each statement does, and what it names. For
 * one thread, which a text near its bounds may keep busy for seconds.
 */
public final class StatementReader {
    /** Longest query string read: above it one long literal would take hundreds of MiB. */
    public static final int TEXT_BYTES = 4 << 20;

    /** Most tokens in one query string: about a second of work. */
    static final int TOKENS = 100_000;

    private final StatementCutter cutter = new StatementCutter();
    private final PostgresParser parser = new PostgresParser();

    /** Reads one query string, which may hold several statements or none. Never throws. */
    public StatementReading read(byte[] utf8, int offset, int length) {
        return switch (cutter.cut(utf8, offset, length)) {
            case Cutting.Unreadable(int position, String reason) ->
                    new StatementReading.Unreadable(position, reason);
            case Cutting.Cuts(List<Cut> cuts, int tokens) ->
                    tokens > TOKENS || length > TEXT_BYTES
                            ? tooMuch()
                            : parsed(cuts, utf8, offset, length);
        };
    }

    /** What is said of a longer one, or one of more tokens. */
    public static StatementReading.TooMuch tooMuch() {
        return new StatementReading.TooMuch(
                "it has more than %,d words, or more than %d MiB"
                        .formatted(TOKENS, TEXT_BYTES >> 20));
    }

    private StatementReading parsed(List<Cut> cuts, byte[] utf8, int offset, int length) {
        if (cuts.isEmpty()) {
            return new StatementReading.Readable(List.of());
        }
        return switch (parser.parse(utf8, offset, length)) {
            case PostgresParser.Parsed.Tree(String json) -> read(json, cuts, utf8, offset, length);
            case PostgresParser.Parsed.Wrong(int letter, String reason) ->
                    new StatementReading.Unreadable(
                            byteOf(letter, utf8, offset, length), withoutText(reason));
            case PostgresParser.Parsed.Exhausted() -> tooDeep();
        };
    }

    private static StatementReading read(
            String json, List<Cut> cuts, byte[] utf8, int offset, int length) {
        try {
            List<Node> trees = TreeReader.read(json).nodes("stmts");
            if (!agree(trees, cuts, length)) {
                return new StatementReading.Unreadable(0, "its statements cannot be told apart");
            }
            List<Statement> statements = new ArrayList<>();
            for (int i = 0; i < cuts.size(); i++) {
                Node tree = trees.get(i).node("stmt");
                statements.add(
                        statement(
                                tree,
                                cuts.get(i),
                                Fingerprint.of(tree, utf8, offset),
                                cuts.size() == 1
                                        ? Shapes.of(tree, utf8, offset, length)
                                        : Optional.empty()));
            }
            return new StatementReading.Readable(statements);
        } catch (StackOverflowError deep) {
            return tooDeep();
        } catch (RuntimeException unexpected) {
            return new StatementReading.Unreadable(0, "its parse tree is not understood");
        }
    }

    /** The lexer's statements are the grammar's: each lies between the same semicolons. */
    private static boolean agree(List<Node> trees, List<Cut> cuts, int length) {
        if (trees.size() != cuts.size()) {
            return false;
        }
        for (int i = 0; i < cuts.size(); i++) {
            int from = trees.get(i).number("stmt_location");
            int extent = trees.get(i).number("stmt_len");
            int to = extent == 0 ? length : from + extent;
            boolean follows = i + 1 == cuts.size() || to < cuts.get(i + 1).from();
            if (cuts.get(i).from() < from || cuts.get(i).to() > to || !follows) {
                return false;
            }
        }
        return true;
    }

    private static Statement statement(
            Node tree, Cut cut, Optional<String> fingerprint, Optional<SelectShape> shape) {
        Survey survey = Survey.of(tree, cut.normalised());
        Effect effect = Effects.effect(tree, survey);
        return new Statement(
                cut.normalised(),
                effect,
                Verbs.of(tree, cut.normalised()),
                survey.hazards().forbidden(),
                Effects.traits(tree, effect, survey),
                Effects.copyDirection(tree),
                Effects.transaction(tree),
                new Touches(
                        survey.relations(),
                        survey.columns(),
                        survey.functions(),
                        survey.hazards().settings(),
                        survey.locks(),
                        survey.hazards().channels(),
                        shape,
                        Derivation.of(tree)),
                new Conduct(
                        Acts.of(tree, cut.normalised()),
                        survey.unknownFunctions(),
                        fingerprint,
                        Groups.of(tree),
                        Trees.name(tree)));
    }

    private static StatementReading tooDeep() {
        return new StatementReading.TooMuch("it is nested too deeply, or holds too much");
    }

    /** PostgreSQL counts letters, from 1. */
    private static int byteOf(int letter, byte[] utf8, int offset, int length) {
        int left = letter;
        for (int at = 0; at < length; at++) {
            boolean starts = (utf8[offset + at] & 0xC0) != 0x80;
            if (starts && --left <= 0) {
                return at;
            }
        }
        return length;
    }

    /** PostgreSQL's words before the first that it quotes: what it quotes may be a secret. */
    private static String withoutText(String reason) {
        int quoted = reason.indexOf('"');
        String words = quoted < 0 ? reason : reason.substring(0, quoted);
        return words.replace(" at or near", "").strip().isEmpty()
                ? "no SQL"
                : words.replace(" at or near", "").strip();
    }
}
