package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.sql.NameUse;
import dev.sallyport.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges what runs by a name by what the name stands for, as the policy has it at this moment.
 * Confined to the session's event loop.
 */
final class JudgedAgain {
    private static final Problem UNCLEAR =
            Problem.of(
                    ProblemCode.SP2045,
                    "a name that is not ASCII is not read where the encodings of client and"
                            + " database are not UTF8 throughout",
                    "name it in ASCII, or connect with client_encoding=UTF8");

    private final Session session;
    private final Conversation conversation;

    JudgedAgain(Session session) {
        this.session = session;
        this.conversation = session.conversation();
    }

    /** An Execute of a portal. */
    Judged executed(String portal, @Nullable Owed giver, Judged judged) {
        Judged permitted = named(session.allowance().permitted(session.watch().ruled(judged)));
        if (giver != null && !judged.statements().isEmpty()) {
            return adding().accountedFor(permitted, giver.added());
        }
        return permitted.refusal().isPresent()
                ? permitted
                : refusal(giver == null ? conversation.cursors().names().giver(portal) : giver)
                        .map(permitted::refused)
                        .orElse(permitted);
    }

    /** A text that may run what another has prepared or declared, in SQL or by the protocol. */
    Judged named(Judged judged) {
        if (judged.refusal().isPresent()) {
            return judged;
        }
        for (Statement statement : judged.statements()) {
            Optional<Problem> refusal = statement.conduct().name().flatMap(this::refusal);
            if (refusal.isPresent()) {
                return judged.refused(refusal.get());
            }
        }
        return judged;
    }

    private Optional<Problem> refusal(NameUse use) {
        return session.letters().areClear(use.name(), session.account())
                ? refusalOfClear(use)
                : Optional.of(UNCLEAR);
    }

    private Optional<Problem> refusalOfClear(NameUse use) {
        return switch (use.act()) {
            case PREPARE, DECLARE ->
                    conversation.hasRoomForNames() ? Optional.empty() : Optional.of(tooMany());
            case SAVEPOINT ->
                    session.saying().hasRoom()
                            ? Optional.empty()
                            : Optional.of(tooManySavepoints());
            case DEALLOCATE, CLOSE, ROLLBACK_TO -> Optional.empty();
            case EXECUTE -> refusal(conversation.prepared().giver(use.name()));
            case FETCH -> {
                Owed portal = conversation.portals().giver(use.name());
                yield refusal(
                        portal == null ? conversation.cursors().names().giver(use.name()) : portal);
            }
        };
    }

    /** Of what nothing is known, nothing can be said: code may have named it. */
    private Optional<Problem> refusal(@Nullable Owed giver) {
        Judged meant = giver == null ? null : giver.meant();
        return giver == null || meant == null
                ? Optional.empty()
                : adding().accountedFor(session.watch().ruled(meant), giver.added()).refusal();
    }

    private static Problem tooMany() {
        return Problem.of(
                ProblemCode.SP2082,
                "more than %d names of prepared statements or cursors are in use"
                        .formatted(Conversation.NAMES),
                "end some by DEALLOCATE or CLOSE, or the transaction that has the cursors");
    }

    private static Problem tooManySavepoints() {
        return Problem.of(
                ProblemCode.SP2082,
                "more than %d savepoints were made since the purpose changed in this transaction"
                        .formatted(Savepoints.MOST),
                "release savepoints, or change the purpose outside of the transaction");
    }

    private Adding adding() {
        return session.showing().adding();
    }
}
