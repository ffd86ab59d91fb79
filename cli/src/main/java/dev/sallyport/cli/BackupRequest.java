package dev.sallyport.cli;

import java.nio.file.Path;
import java.util.Optional;

/** What a person asks about backups of a deployment. */
public sealed interface BackupRequest {

    /**
     * Write one.
     *
     * @param to the file, which must not be there
     * @param key the file of the key it is sealed under; empty for the one that the configuration
     *     names
     */
    record Make(Path data, Path to, Optional<Path> key) implements BackupRequest, Request.Backup {}

    /** Read a backup whole and say what is in it. */
    record Verify(Path data, Path file, Path key) implements BackupRequest, Request.Kept {}

    /**
     * Make a deployment's folder of a backup.
     *
     * @param data the folder, which must not be there or be empty
     * @param left a file with the logins, one a line, of who has left since the backup
     */
    record Restore(Path data, Path file, Path key, Optional<Path> left)
            implements BackupRequest, Request.Kept {}
}
