package dev.sallyport.gateway;

import dev.sallyport.sql.Statement;

/**
 * What a session says it is for, now: as the database has it, a SET holds at once and is undone
 * with its transaction. Confined to the session's event loop.
 */
final class Saying {
    private final Stated atSignIn;
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

    void ran(Stating stating) {
        now = after(stating);
        pending = true;
        changed = true;
    }

    void ran(Statement statement) {
        if (pending && statement.transaction().isPresent()) {
            switch (statement.transaction().get()) {
                case COMMIT -> keep();
                case ROLLBACK -> undo();
                case BEGIN, SAVEPOINT, RELEASE, ROLLBACK_TO, PREPARE -> {}
            }
        }
    }

    void failed() {
        failed = true;
    }

    /** The database is ready; {@code idle} outside of a transaction. */
    void ready(boolean idle) {
        if (idle) {
            if (pending) {
                keep();
            }
            failed = false;
        }
    }

    private void keep() {
        if (failed) {
            undo();
        } else {
            committed = now;
            pending = false;
        }
    }

    private void undo() {
        now = committed;
        pending = false;
        changed = true;
    }
}
