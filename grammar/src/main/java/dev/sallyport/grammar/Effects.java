package dev.sallyport.grammar;

import dev.sallyport.sql.CopyDirection;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.Trait;
import dev.sallyport.sql.TransactionControl;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** From the tree of a statement to what it can do at most. */
final class Effects {
    private Effects() {}

    static Effect effect(Node statement, Survey survey) {
        return switch (statement.type()) {
            case "SelectStmt", "VariableShowStmt", "DeclareCursorStmt" -> query(survey);
            case "CopyStmt" -> statement.has("is_from") ? Effect.WRITE : query(survey);
            case "ExplainStmt" -> explain(statement, survey);
            case "PrepareStmt" -> query(survey) == Effect.READ ? Effect.CONTROL : Effect.WRITE;
            case "TransactionStmt",
                    "VariableSetStmt",
                    "ConstraintsSetStmt",
                    "DiscardStmt",
                    "ListenStmt",
                    "UnlistenStmt",
                    "DeallocateStmt",
                    "ClosePortalStmt",
                    "FetchStmt" ->
                    Effect.CONTROL;
            case "InsertStmt",
                    "UpdateStmt",
                    "DeleteStmt",
                    "MergeStmt",
                    "TruncateStmt",
                    "LockStmt",
                    "CallStmt",
                    "DoStmt",
                    "ExecuteStmt",
                    "NotifyStmt",
                    "LoadStmt" ->
                    Effect.WRITE;
            // What is not known here, too.
            default -> Effect.DEFINE;
        };
    }

    private static Effect query(Survey survey) {
        if (survey.makesTable()) {
            return Effect.DEFINE;
        }
        return survey.changesRows() ? Effect.WRITE : calls(survey);
    }

    private static Effect calls(Survey survey) {
        return survey.harm() == Functions.Harm.NONE ? Effect.READ : Effect.WRITE;
    }

    /**
     * Without ANALYZE it only plans; planning may already run functions, and EXECUTE hides them.
     */
    private static Effect explain(Node statement, Survey survey) {
        Node explained = statement.node("query");
        if (analyzes(statement)) {
            return effect(explained, survey);
        }
        return explained.is("ExecuteStmt") ? Effect.WRITE : calls(survey);
    }

    /** Said at all: whether it is said to be off stands in a literal, which is not looked at. */
    private static boolean analyzes(Node statement) {
        return statement.nodes("options").stream()
                .anyMatch(option -> option.text("defname").equalsIgnoreCase("analyze"));
    }

    static Set<Trait> traits(Node statement, Effect effect, Survey survey) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (statement.is("DoStmt") || statement.is("CreateFunctionStmt")) {
            traits.add(Trait.CARRIES_CODE);
        }
        if (survey.hazards().hidesSetting() || runsUnknownCode(statement, effect, survey)) {
            traits.add(Trait.TOUCHES_SETTINGS);
        }
        return traits;
    }

    private static boolean runsUnknownCode(Node statement, Effect effect, Survey survey) {
        return switch (statement.type()) {
            case "VariableSetStmt",
                    "ConstraintsSetStmt",
                    "DiscardStmt",
                    "DoStmt",
                    "CallStmt",
                    "ExecuteStmt",
                    "LoadStmt" ->
                    true;
            case "ExplainStmt" -> runsUnknownCode(statement.node("query"), effect, survey);
            case "CreateTableAsStmt" ->
                    runsUnknownCode(statement.node("query"), Effect.WRITE, survey);
            default -> effect == Effect.WRITE && survey.harm() == Functions.Harm.UNKNOWN;
        };
    }

    static Optional<CopyDirection> copyDirection(Node statement) {
        if (!statement.is("CopyStmt")) {
            return Optional.empty();
        }
        return Optional.of(statement.has("is_from") ? CopyDirection.IN : CopyDirection.OUT);
    }

    static Optional<TransactionControl> transaction(Node statement) {
        return Optional.ofNullable(
                switch (statement.text("kind")) {
                    case "TRANS_STMT_BEGIN", "TRANS_STMT_START" -> TransactionControl.BEGIN;
                    case "TRANS_STMT_COMMIT", "TRANS_STMT_COMMIT_PREPARED" ->
                            TransactionControl.COMMIT;
                    case "TRANS_STMT_ROLLBACK", "TRANS_STMT_ROLLBACK_PREPARED" ->
                            TransactionControl.ROLLBACK;
                    case "TRANS_STMT_SAVEPOINT" -> TransactionControl.SAVEPOINT;
                    case "TRANS_STMT_RELEASE" -> TransactionControl.RELEASE;
                    case "TRANS_STMT_ROLLBACK_TO" -> TransactionControl.ROLLBACK_TO;
                    case "TRANS_STMT_PREPARE" -> TransactionControl.PREPARE;
                    default -> null;
                });
    }
}
