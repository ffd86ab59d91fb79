package dev.sallyport.sql;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gathers the statements of a query string while the normaliser walks over it. */
final class StatementCollector implements TokenListener {
    private final Normaliser normaliser;
    private final List<Statement> statements = new ArrayList<>();
    private Optional<Statement> sofar = Optional.empty();
    private Segment segment = new Segment();

    StatementCollector(Normaliser normaliser) {
        this.normaliser = normaliser;
    }

    List<Statement> statements() {
        return statements;
    }

    @Override
    public void token(Token kind, Lexer lexer) {
        if (kind != Token.SEMICOLON) {
            segment.take(Lexeme.of(kind, lexer));
        }
    }

    @Override
    public void segmentEnds() {
        if (!segment.isEmpty()) {
            sofar = Optional.of(merged(judged("")));
        }
        segment = new Segment();
    }

    @Override
    public void statementEnds(int from, int to) {
        String text = normaliser.text(from, to);
        Statement whole =
                segment.isEmpty()
                        ? sofar.map(first -> renamed(first, text)).orElseThrow()
                        : merged(judged(text));
        statements.add(whole);
        sofar = Optional.empty();
        segment = new Segment();
    }

    private Statement judged(String text) {
        Effect effect = Classifier.effect(segment);
        return new Statement(
                text,
                effect,
                Verbs.of(segment),
                segment.forbidden(),
                Classifier.traits(segment, effect),
                segment.copyDirection(),
                Classifier.transaction(segment));
    }

    /** A statement with semicolons inside is a definition, and all that its segments are. */
    private Statement merged(Statement next) {
        if (sofar.isEmpty()) {
            return next;
        }
        Statement first = sofar.get();
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        traits.addAll(first.traits());
        traits.addAll(next.traits());
        return new Statement(
                next.normalised(),
                Effect.DEFINE,
                first.verb(),
                first.forbidden().or(next::forbidden),
                traits,
                Optional.empty(),
                Optional.empty());
    }

    private static Statement renamed(Statement statement, String text) {
        return new Statement(
                text,
                Effect.DEFINE,
                statement.verb(),
                statement.forbidden(),
                statement.traits(),
                Optional.empty(),
                Optional.empty());
    }
}
