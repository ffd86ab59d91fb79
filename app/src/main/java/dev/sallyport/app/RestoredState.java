package dev.sallyport.app;

import dev.sallyport.control.ControlSettings.StateDatabase;
import dev.sallyport.control.StateSchema;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of a control plane as it is made of a backup: a database server of its own, from the
 * first table on, stopped when it is closed.
 */
final class RestoredState implements Closeable {
    private final DataDirectory directory;
    private final SecureRandom random;
    private final Running running = new Running();
    private @Nullable StateCopy copy;

    RestoredState(DataDirectory directory, SecureRandom random) {
        this.directory = directory;
        this.random = random;
    }

    void take(BackupAbout about, String table, InputStream rows) throws IOException {
        try {
            StateCopy into = copy == null ? begin(about.step().orElse("")) : copy;
            copy = into;
            into.write(table, rows);
        } catch (SQLException e) {
            throw new IOException("a table cannot be written", e);
        }
    }

    /** Its secret is a new one: that of the backup may be sealed under a key not at hand. */
    private StateCopy begin(String step) throws IOException, SQLException {
        Cluster cluster =
                running.add(
                        Cluster.ofState(directory, Keys.beside(directory.resolve("keys"), random)));
        DirectoryService.create(cluster);
        StateDatabase database = DirectoryService.database(cluster);
        requireKnown(database, step);
        return running.add(StateCopy.into(database, step));
    }

    private static void requireKnown(StateDatabase database, String step) {
        if (!StateSchema.knows(database, step)) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP7226,
                            "the state in the backup is of a newer Sallyport (step " + step + ")",
                            "restore it with the version that made it, or a newer one"));
        }
    }

    /**
     * Ends what may have been taken back since, and suspends who has left since.
     *
     * @throws Refused SP7232 where a login is nobody's
     */
    void finish(Set<String> left) throws SQLException {
        Set<String> unknown = left;
        StateCopy filled = copy;
        if (filled != null) {
            filled.goOn();
            filled.voidLive();
            unknown = filled.suspend(left);
        }
        if (!unknown.isEmpty()) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP7232,
                            "nobody in the backup's directory has the login `"
                                    + String.join("`, `", unknown)
                                    + "`",
                            "correct the file; who stands in `people.yaml` is taken out there"));
        }
        if (filled != null) {
            filled.commit();
        }
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
