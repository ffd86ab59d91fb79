package dev.sallyport.gateway;

import dev.sallyport.audit.StatementText;
import dev.sallyport.policy.StatementRules;
import dev.sallyport.problem.Problem;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.RelationName;
import dev.sallyport.sql.SelectShape;
import dev.sallyport.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * A query string that has been read and decided upon: what it holds, and whether it may run at all.
 * The same normalised text is always the same value, so it is kept.
 *
 * @param statements in order; empty for an empty query and for one that cannot be read
 * @param texts what the record says, at least one
 * @param refusal why no part of it may run
 * @param overtakesRecord whether it may reach the database before its record is durable: it changes
 *     no row that an earlier record did not announce
 * @param touchesSettings whether what follows cannot be read safely before this has run
 * @param givesNames whether it may give a name, by SQL, that a later message can use
 * @param outlivesReset whether something of it may stay that resetting the session does not clear
 * @param aftermath what of it may last longer than its transaction
 * @param stating what it says of why the person is here
 * @param verdicts what rules said of it that are not everybody's
 */
record Judged(
        List<Statement> statements,
        List<StatementText> texts,
        Optional<Problem> refusal,
        boolean overtakesRecord,
        boolean touchesSettings,
        boolean givesNames,
        boolean outlivesReset,
        Aftermath aftermath,
        Optional<Stating> stating,
        Verdicts verdicts) {

    private static final String CATALOG = "information_schema";

    Judged {
        statements = List.copyOf(statements);
        texts = List.copyOf(texts);
    }

    static Judged readable(
            List<Statement> statements, Optional<Problem> refusal, Optional<Stating> stating) {
        return new Judged(
                statements,
                statements.isEmpty()
                        ? List.of(new StatementText(""))
                        : statements.stream()
                                .map(statement -> new StatementText(statement.normalised()))
                                .toList(),
                refusal,
                statements.stream().map(Statement::effect).allMatch(Judged::overtakes),
                statements.stream().anyMatch(Statement::touchesSettings),
                statements.stream().anyMatch(Judged::givesName),
                statements.stream().anyMatch(Judged::outlivesReset),
                Aftermath.of(statements),
                stating,
                new Verdicts());
    }

    /** The same, and it may not run. */
    Judged refused(Problem why) {
        return new Judged(
                statements,
                texts,
                Optional.of(why),
                overtakesRecord,
                touchesSettings,
                givesNames,
                outlivesReset,
                aftermath,
                stating,
                verdicts);
    }

    /** As the rules of one session have it. */
    Judged under(StatementRules rules) {
        return refusal.isPresent() ? this : verdicts.of(this, rules);
    }

    /** As it is for a session that keeps no account for longer than a transaction. */
    Judged inTurns() {
        return aftermath.refusal().filter(_ -> refusal.isEmpty()).map(this::refused).orElse(this);
    }

    /** Something that stands on record by a name of ours, since it has no text that can be told. */
    static Judged named(String name, Optional<Problem> refusal) {
        return new Judged(
                List.of(),
                List.of(new StatementText(name)),
                refusal,
                false,
                false,
                false,
                false,
                Aftermath.UNKNOWN,
                Optional.empty(),
                new Verdicts());
    }

    /** Of a query or change that is the whole of its query string. */
    Optional<SelectShape> shape() {
        return statements.size() == 1 ? statements.getFirst().touches().shape() : Optional.empty();
    }

    /** Whether names and literals mean the same after it as before. */
    boolean isQuiet() {
        return aftermath.kind() == Aftermath.Kind.NONE
                && !outlivesReset
                && statements.stream().allMatch(Judged::isQuiet);
    }

    private static boolean isQuiet(Statement statement) {
        return switch (statement.effect()) {
            case READ -> true;
            case CONTROL -> statement.transaction().isPresent();
            case WRITE, DEFINE -> false;
        };
    }

    /**
     * Whether it is one query that only reads, does not ask for its own text or start, and leaves
     * everything as it was.
     */
    boolean isRepeatable() {
        if (statements.size() != 1 || refusal.isPresent() || comesFirst()) {
            return false;
        }
        Statement only = statements.getFirst();
        return only.effect() == Effect.READ
                && only.verb().equals("SELECT")
                && only.conduct().unknownFunctions().isEmpty()
                && only.touches().functions().stream().noneMatch(Judged::seesText)
                && only.touches().relations().stream().noneMatch(use -> isCatalog(use.relation()))
                && isQuiet();
    }

    private static boolean seesText(String function) {
        return function.contains("pg_")
                || function.endsWith("current_query")
                || function.endsWith("statement_timestamp");
    }

    private static boolean isCatalog(RelationName relation) {
        return relation.name().startsWith("pg_")
                || relation.schema().filter(CATALOG::equals).isPresent();
    }

    /** Whether nothing that follows is judged before this is done. */
    boolean comesFirst() {
        return touchesSettings || givesNames;
    }

    /** Code may do anything, and a setting of a name of one's own stays known, without a value. */
    private static boolean outlivesReset(Statement statement) {
        boolean plain =
                statement.verb().matches("SET|RESET|DISCARD")
                        && statement.normalised().indexOf('.') < 0;
        return statement.carriesCode()
                || (statement.touchesSettings() && !plain)
                || statement.normalised().contains("set_config");
    }

    private static boolean givesName(Statement statement) {
        return statement.carriesCode()
                || statement.verb().equals("PREPARE")
                || statement.verb().equals("DECLARE");
    }

    private static boolean overtakes(Effect effect) {
        return switch (effect) {
            case READ, CONTROL -> true;
            case WRITE, DEFINE -> false;
        };
    }
}
