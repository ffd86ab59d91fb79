package dev.sallyport.gateway;

import dev.sallyport.sql.Statement;
import dev.sallyport.sql.TransactionControl;

/**
 * What a session says it is for, now: as the database has it, a SET holds at once and is undone
 * with its transaction. Confined to the session's event loop.
 */
final class Saying {
    private final Stated atSignIn;
    private Stated now;
    private Stated committed;
    private boolean failed;

    Saying(Stated atSignIn) {
        this.atSignIn = atSignIn;
        this.now = atSignIn;
        this.committed = atSignIn;
    }

    Stated now() {
        return now;
    }

    /** What would be said if this ran. */
    Stated after(Stating stating) {
        return stating.after(now, atSignIn);
    }

    void ran(Stating stating) {
        now = after(stating);
    }

    void ran(Statement statement) {
        if (now != committed && statement.transaction().isPresent()) {
            end(statement.transaction().get());
        }
    }

    private void end(TransactionControl control) {
        switch (control) {
            case COMMIT -> committed = failed ? committed : now;
            case ROLLBACK -> now = committed;
            case BEGIN, SAVEPOINT, RELEASE, ROLLBACK_TO, PREPARE -> {}
        }
    }

    void failed() {
        failed = true;
    }

    /** The database is ready; {@code idle} outside of a transaction. */
    void ready(boolean idle) {
        if (idle) {
            if (failed) {
                now = committed;
            }
            committed = now;
            failed = false;
        }
    }
}
