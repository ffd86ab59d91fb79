package dev.sallyport.app.hospital;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The running demo, as far as the tour walks it. */
public interface Stage {

    /** Signs in at the gateway, as a person does, with further connection properties. */
    Connection gateway(String login, String properties) throws SQLException;

    /** Opens the person's own account on the database; the tour may, no person can. */
    Connection database(String login) throws SQLException;

    /** The {@code psql} line a person would type. */
    String psql(String login);

    /** The policy folder in use. */
    Path policy();

    /** The folder of the record. */
    Path record();

    /** Applies another policy folder; whether it could be. */
    boolean apply(Path policy) throws IOException;

    /** What the record says of who saw a patient. */
    String saw(String patient);

    /** Verifies a record; empty when it is whole, else what is wrong with which event. */
    Optional<String> verify(Path record);
}
