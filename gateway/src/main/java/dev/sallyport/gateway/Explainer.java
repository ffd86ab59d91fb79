package dev.sallyport.gateway;

import dev.sallyport.audit.Outcome;
import dev.sallyport.policy.AccessQuestion;
import dev.sallyport.policy.Catalog.GovernedTable;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.PolicyEngine;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Verb;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.sql.Statement;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.MessageFields;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says in the policy's words why the database refused. It decides nothing: the database has, and
 * what it did not refuse is never explained away.
 */
final class Explainer {
    private static final String NO_SUCH_TABLE = "42P01";
    private static final String NO_SUCH_COLUMN = "42703";
    private static final String NO_PRIVILEGE = "42501";
    private static final String CHECK_OPTION = "44000";
    private static final String CANCELLED = "57014";
    private static final String TERMINATED = "57P01";

    /** A name as the database or a normalised statement writes it, perhaps with its schema. */
    private static final Pattern NAME =
            Pattern.compile(
                    "(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)"
                            + "(?:\\.(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*))?");

    /** The first thing a message of the database puts in quotes is what it is about. */
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

    /** The database names a column without quotes where it names the table too. */
    private static final Pattern COLUMN = Pattern.compile("column (?:\"([^\"]+)\"|\\S+\\.(\\S+)) ");

    /** What the client is told, and what the record says. */
    record Told(ErrorResponse error, Outcome outcome, boolean refusedByGate) {
        Told(ErrorResponse error, Outcome outcome) {
            this(error, outcome, false);
        }
    }

    private final Shared shared;
    private final String database;
    private Admission.Admitted who;

    Explainer(Shared shared, Admission.Admitted who) {
        this.shared = shared;
        this.who = who;
        this.database = who.arrival().database();
    }

    /** What the person holds, or says they are here for, has changed. */
    void now(Admission.Admitted other) {
        who = other;
    }

    Told explain(@Nullable Owed running, ErrorResponse database) {
        ErrorResponse error = new ErrorResponse(Redaction.of(database.fields(), running));
        String sqlState = error.fields().sqlState();
        Judged judged = running == null ? null : running.judged();
        if (judged != null && judged.refusal().isPresent() && !sqlState.startsWith("57")) {
            Problem refusal = judged.refusal().get();
            return new Told(Refusal.error(refusal), Outcome.denied(refusal.code()), true);
        }
        if (running != null && running.stopped() != null && !sqlState.equals(TERMINATED)) {
            Problem stopped = running.stopped();
            return new Told(Refusal.error(stopped), Outcome.denied(stopped.code()));
        }
        return switch (sqlState) {
            case CANCELLED -> cancelled(running, error);
            case TERMINATED -> new Told(ended(error), Outcome.error(sqlState));
            case NO_SUCH_TABLE, NO_SUCH_COLUMN, NO_PRIVILEGE, CHECK_OPTION ->
                    why(running, error)
                            .map(problem -> told(problem, error))
                            .orElseGet(() -> new Told(error, Outcome.error(sqlState)));
            default -> new Told(error, Outcome.error(sqlState));
        };
    }

    /** Stopped by the database's clock or by ours: both have the limit from the same line. */
    private Told cancelled(@Nullable Owed running, ErrorResponse error) {
        boolean tooLong =
                (running != null && running.isOverdue())
                        || (who.clocks().statement().isPresent()
                                && error.fields().message().contains("statement timeout"));
        return new Told(
                tooLong ? Refusal.error(SessionTerm.tooLong(shared.policy(), who)) : error,
                Outcome.cancelled());
    }

    private static ErrorResponse ended(ErrorResponse error) {
        return new ErrorResponse(
                error.fields()
                        .with(
                                MessageFields.MESSAGE,
                                ProblemCode.SP4008 + " your session was ended by the database")
                        .withHint(
                                "Your rights have changed or an operator ended it. Connect again to"
                                        + " use the rights you hold."));
    }

    /** The database's own frame with our words, so that its position still points into the text. */
    private static Told told(Problem problem, ErrorResponse error) {
        MessageFields ours = Refusal.error(problem).fields();
        MessageFields fields =
                error.fields()
                        .with(MessageFields.SQLSTATE, ours.sqlState())
                        .with(MessageFields.MESSAGE, ours.message())
                        .without(MessageFields.DETAIL)
                        .without(MessageFields.HINT);
        for (char letter : new char[] {MessageFields.DETAIL, MessageFields.HINT}) {
            Optional<String> value = ours.value(letter);
            fields = value.isPresent() ? fields.with(letter, value.get()) : fields;
        }
        return new Told(new ErrorResponse(fields), Outcome.denied(problem.code()));
    }

    private Optional<Problem> why(@Nullable Owed running, ErrorResponse error) {
        PolicyEngine engine = shared.policy().engine();
        Optional<Statement> statement = statement(running);
        Verb verb = verb(statement.map(Statement::verb).orElse(""));
        String sqlState = error.fields().sqlState();
        String message = error.fields().message();
        if (sqlState.equals(NO_SUCH_TABLE)) {
            return table(engine, first(QUOTED, message))
                    .flatMap(table -> denied(engine, table, Optional.empty(), verb));
        }
        List<GovernedTable> tables = tables(engine, statement);
        if (sqlState.equals(NO_SUCH_COLUMN)) {
            return first(COLUMN, message)
                    .flatMap(column -> engine.columnOf(database, column, tables))
                    .flatMap(meant ->
                            denied(engine, meant.table(), Optional.of(meant.column()), verb)
                                    .or(() -> shownElsewhere(engine, meant)));
        }
        return tables.stream()
                .flatMap(table -> denied(engine, table, Optional.empty(), verb).stream())
                .findFirst()
                .or(() -> outsideScope(engine, tables, verb, error))
                .or(() -> notGiven(error));
    }

    private Optional<Problem> denied(
            PolicyEngine engine, GovernedTable table, Optional<String> column, Verb verb) {
        var question = question(who.roles(), table, column, verb);
        return switch (engine.decide(question)) {
            case Decision.Allowed _ -> Optional.empty();
            case Decision.Denied denied -> Optional.of(denied.problem());
        };
    }

    private AccessQuestion question(
            List<String> roles, GovernedTable table, Optional<String> column, Verb verb) {
        return new AccessQuestion(
                roles,
                database,
                table.name(),
                column,
                verb,
                who.asker(),
                Optional.of(
                        who.arrival().circumstances(shared.policy(), shared.clock().instant())));
    }

    /** The person may see it: under a mask's name, or in the view of another role of theirs. */
    private Optional<Problem> shownElsewhere(
            PolicyEngine engine, PolicyEngine.GovernedColumn meant) {
        GovernedTable table = meant.table();
        for (String role : who.roles()) {
            var question = question(List.of(role), table, Optional.of(meant.column()), Verb.SEE);
            if (engine.decide(question) instanceof Decision.Allowed(var rule, var masked, _)) {
                String shown =
                        masked.stream()
                                .flatMap(one -> one.mask().as().stream())
                                .findFirst()
                                .orElse(meant.column());
                return Optional.of(
                        Problem.at(
                                rule,
                                ProblemCode.SP2041,
                                "`%s` is not in what this reads".formatted(meant.column()),
                                "select `%s` from `%s.%s`"
                                        .formatted(shown, role, table.name().table())));
            }
        }
        return Optional.empty();
    }

    /** The role may make such a change, but not to this row. */
    private Optional<Problem> outsideScope(
            PolicyEngine engine, List<GovernedTable> tables, Verb verb, ErrorResponse error) {
        boolean rowSecurity =
                verb != Verb.SEE
                        && (error.fields().sqlState().equals(CHECK_OPTION)
                                || error.fields().message().contains("row-level security"));
        if (!rowSecurity || tables.isEmpty()) {
            return Optional.empty();
        }
        GovernedTable table = tables.getFirst();
        var question = question(who.roles(), table, Optional.empty(), verb);
        return switch (engine.decide(question)) {
            case Decision.Denied denied -> Optional.of(denied.problem());
            case Decision.Allowed(var rule, _, _) ->
                    Optional.of(
                            Problem.at(
                                    rule,
                                    ProblemCode.SP2043,
                                    "this row of `%s` is outside your scope, or sets what your"
                                                    .formatted(table.name())
                                            + " role pins",
                                    "choose a row of your own scope, or ask "
                                            + owner(who.roles().getFirst())));
        };
    }

    /** Something no table of the policy is about, such as SET ROLE. */
    private Optional<Problem> notGiven(ErrorResponse error) {
        if (!error.fields().sqlState().equals(NO_PRIVILEGE)) {
            return Optional.empty();
        }
        String name = who.roles().getFirst();
        return Optional.ofNullable(shared.policy().policy().roles().get(name))
                .map(role ->
                        Problem.at(
                                role.place(),
                                ProblemCode.SP2046,
                                "role `"
                                        + name
                                        + "` does not include this: "
                                        + error.fields().message(),
                                "ask " + role.owner() + " if your work needs it"));
    }

    private String owner(String role) {
        return Optional.ofNullable(shared.policy().policy().roles().get(role))
                .map(Role::owner)
                .orElse("the role's owner");
    }

    /**
     * The governed tables that a statement names, in its order; only for words, never to decide.
     */
    private List<GovernedTable> tables(PolicyEngine engine, Optional<Statement> statement) {
        return statement.stream()
                .flatMap(one -> NAME.matcher(one.normalised()).results())
                .flatMap(found -> table(engine, Optional.of(found.group())).stream())
                .distinct()
                .toList();
    }

    private Optional<GovernedTable> table(PolicyEngine engine, Optional<String> name) {
        return name.flatMap(relation -> engine.named(database, relation.replace("\"", "")));
    }

    private static Optional<Statement> statement(@Nullable Owed running) {
        Judged judged = running == null ? null : running.judged();
        return judged == null || running == null || judged.statements().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        judged.statements()
                                .get(Math.min(running.done(), judged.statements().size() - 1)));
    }

    private static Verb verb(String verb) {
        return switch (verb) {
            case "INSERT" -> Verb.INSERT;
            case "UPDATE" -> Verb.UPDATE;
            case "DELETE" -> Verb.DELETE;
            default -> Verb.SEE;
        };
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.group(group) != null) {
                return Optional.of(matcher.group(group));
            }
        }
        return Optional.empty();
    }
}
