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

    /**
     * Read a backup whole and say what is in it.
     *
     * @param key the file of the key it was sealed under
     * @param config instead of that, a configuration that says where the key of backups is
     */
    record Verify(Path data, Path file, Optional<Path> key, Optional<Path> config)
            implements BackupRequest, Request.Kept {}

    /**
     * Make a deployment's folder of a backup.
     *
     * @param data the folder, which must not be there or be empty
     * @param key the file of the key it was sealed under
     * @param config instead of that, a configuration that says where the key of backups is
     * @param left a file with the logins, one a line, of who has left since the backup
     */
    record Restore(
            Path data, Path file, Optional<Path> key, Optional<Path> config, Optional<Path> left)
            implements BackupRequest, Request.Kept {}
}
