package dev.sallyport.gateway;

import dev.sallyport.sql.NameUse;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.TransactionControl;

/**
 * What a session says it is for, now: as the database has it, a SET holds at once and is undone
 * with its transaction, or up to a savepoint. Confined to the session's event loop.
 */
final class Saying {
    private final Stated atSignIn;
    private final Savepoints savepoints = new Savepoints();
    private Stated now;
    private Stated committed;
    private boolean pending;
    private boolean failed;
    private boolean changed;

    Saying(Stated atSignIn) {
        this.atSignIn = atSignIn;
        this.now = atSignIn;
        this.committed = atSignIn;
    }

    Stated now() {
        return now;
    }

    /** Whether something else is said than when this was last asked. */
    boolean hasChanged() {
        boolean answer = changed;
        changed = false;
        return answer;
    }

    /** What would be said if this ran. */
    Stated after(Stating stating) {
        return stating.after(now, atSignIn);
    }

    /** Whether what is said at one more savepoint can be kept. */
    boolean hasRoom() {
        return savepoints.hasRoom();
    }

    void ran(Stating stating) {
        now = after(stating);
        pending = true;
        changed = true;
    }

    void ran(Statement statement) {
        if (statement.transaction().isPresent()) {
            String name = statement.conduct().name().map(NameUse::name).orElse("");
            ran(statement.transaction().get(), name);
        }
    }

    private void ran(TransactionControl control, String name) {
        switch (control) {
            // It ends the transaction here, whatever becomes of it elsewhere.
            case COMMIT, PREPARE -> keep();
            case ROLLBACK -> undo();
            case SAVEPOINT -> {
                // At all that were made before the first SET, the same was said as before it.
                if (pending) {
                    savepoints.made(name, now);
                }
            }
            case RELEASE -> savepoints.released(name);
            case ROLLBACK_TO -> {
                failed = false;
                say(savepoints.at(name).orElse(committed));
            }
            case BEGIN -> {}
        }
    }

    void failed() {
        failed = true;
    }

    /** The database is ready; {@code idle} outside of a transaction. */
    void ready(boolean idle) {
        if (idle) {
            keep();
        }
    }

    private void keep() {
        if (failed) {
            undo();
        } else {
            committed = now;
            ended();
        }
    }

    private void undo() {
        say(committed);
        ended();
    }

    private void ended() {
        pending = false;
        failed = false;
        savepoints.clear();
    }

    private void say(Stated before) {
        changed |= !before.equals(now);
        now = before;
    }
}
