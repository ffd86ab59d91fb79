package dev.sallyport.sql;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** From the facts of a segment to what the statement can do. */
final class Classifier {
    private Classifier() {}

    static Effect effect(Segment segment) {
        if (segment.opensWithParenthesis()) {
            return query(segment);
        }
        return switch (segment.word(0)) {
            case "select", "with", "values", "table", "explain", "declare", "show" ->
                    query(segment);
            case "copy" -> copy(segment);
            case "prepare" -> prepare(segment);
            case "begin",
                    "start",
                    "commit",
                    "end",
                    "rollback",
                    "abort",
                    "savepoint",
                    "release",
                    "set",
                    "reset",
                    "discard",
                    "listen",
                    "unlisten",
                    "deallocate",
                    "close",
                    "fetch",
                    "move" ->
                    Effect.CONTROL;
            case "alter",
                    "create",
                    "drop",
                    "grant",
                    "revoke",
                    "comment",
                    "vacuum",
                    "analyze",
                    "analyse",
                    "reindex",
                    "cluster",
                    "repack",
                    "checkpoint",
                    "refresh",
                    "security",
                    "import",
                    "reassign" ->
                    Effect.DEFINE;
            default -> Effect.WRITE;
        };
    }

    static Set<Trait> traits(Segment segment, Effect effect) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (carriesCode(segment)) {
            traits.add(Trait.CARRIES_CODE);
        }
        if (segment.hidesSetting() || runsUnknownCode(segment, effect)) {
            traits.add(Trait.TOUCHES_SETTINGS);
        }
        return traits;
    }

    static Optional<TransactionControl> transaction(Segment segment) {
        TransactionControl control =
                switch (segment.word(0)) {
                    case "begin", "start" -> TransactionControl.BEGIN;
                    case "commit", "end" -> TransactionControl.COMMIT;
                    case "abort" -> TransactionControl.ROLLBACK;
                    case "rollback" -> rollback(segment);
                    case "savepoint" -> TransactionControl.SAVEPOINT;
                    case "release" -> TransactionControl.RELEASE;
                    case "prepare" ->
                            segment.word(1).equals("transaction")
                                    ? TransactionControl.PREPARE
                                    : null;
                    default -> null;
                };
        return Optional.ofNullable(control);
    }

    private static TransactionControl rollback(Segment segment) {
        int at = segment.word(1).equals("work") || segment.word(1).equals("transaction") ? 2 : 1;
        return segment.word(at).equals("to")
                ? TransactionControl.ROLLBACK_TO
                : TransactionControl.ROLLBACK;
    }

    private static Effect query(Segment segment) {
        boolean harmless = !segment.changes() && segment.calls() == CallWatch.Worst.HARMLESS;
        return harmless ? Effect.READ : Effect.WRITE;
    }

    private static Effect copy(Segment segment) {
        boolean out = segment.copyDirection().filter(CopyDirection.OUT::equals).isPresent();
        return out ? query(segment) : Effect.WRITE;
    }

    /** Planning may already run functions, so a PREPARE is as harmless as its query. */
    private static Effect prepare(Segment segment) {
        if (segment.word(1).equals("transaction")) {
            return Effect.CONTROL;
        }
        return query(segment) == Effect.READ ? Effect.CONTROL : Effect.WRITE;
    }

    private static boolean carriesCode(Segment segment) {
        return switch (Verbs.of(segment)) {
            case "DO", "CREATE FUNCTION", "CREATE PROCEDURE" -> true;
            default -> false;
        };
    }

    private static boolean runsUnknownCode(Segment segment, Effect effect) {
        return switch (segment.word(0)) {
            case "set", "reset", "discard", "do", "call", "execute", "load" -> true;
            default -> effect == Effect.WRITE && segment.calls() == CallWatch.Worst.UNKNOWN;
        };
    }
}
