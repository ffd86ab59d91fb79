package dev.sallyport.provision;

import java.sql.Connection;
import java.sql.SQLException;

/** Sees a change of ours from inside its transaction, so that nobody takes it for another's. */
public interface Witness {

    /** For whom nobody looks. */
    Witness NONE = connection -> then -> {};

    /** Called before the first statement, in the transaction. */
    Account before(Connection connection) throws SQLException;

    /** What there is to say once everything is done and nothing is committed. */
    interface Account {
        void after(Connection connection) throws SQLException;
    }
}
