package dev.sallyport.gateway;

import dev.sallyport.sql.NameUse;
import dev.sallyport.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What shows or changes rows when something runs by a name. Confined to the event loop. */
final class Meaning {
    private final Conversation conversation;

    Meaning(Conversation conversation) {
        this.conversation = conversation;
    }

    /**
     * The statement itself, or what was prepared or declared by the name that it runs; empty where
     * that is not known, and for a statement that only gives a name.
     */
    Optional<Statement> of(Owed running) {
        Owed giver = giver(running);
        if (giver == running) {
            return running.statement();
        }
        Judged meant = giver == null ? null : giver.meant();
        return meant == null || meant.statements().size() != 1
                ? Optional.empty()
                : Optional.of(meant.statements().getFirst());
    }

    /** What was added to that; null for nothing, and where it is not known. */
    @Nullable Added added(Owed running) {
        Owed giver = giver(running);
        return giver == null ? null : giver.added();
    }

    /** What says what runs; null where that is not known. */
    private @Nullable Owed giver(Owed running) {
        Optional<Statement> statement = running.statement();
        if (statement.isEmpty()) {
            return running.kind() == Owed.Kind.EXECUTE ? portal(running.name()) : running;
        }
        Optional<NameUse> use = statement.get().conduct().name();
        return use.isEmpty()
                ? running
                : switch (use.get().act()) {
                    case PREPARE, DECLARE -> null;
                    case DEALLOCATE, CLOSE, SAVEPOINT, ROLLBACK_TO -> running;
                    case EXECUTE -> sure(conversation.prepared().confirmed(use.get().name()));
                    case FETCH -> portal(use.get().name());
                };
    }

    private @Nullable Owed portal(String name) {
        Owed portal = conversation.portals().confirmed(name);
        return sure(portal == null ? conversation.cursors().names().confirmed(name) : portal);
    }

    private static @Nullable Owed sure(@Nullable Owed giver) {
        return giver == null || giver.isDoubtful() ? null : giver;
    }
}
