package dev.sallyport.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a person asks about the record. */
public sealed interface AuditRequest extends Request.Audit {

    /**
     * Verify the record.
     *
     * @param key a verifier key kept elsewhere
     * @param checkpoint a checkpoint kept elsewhere, which the record has to go on from
     */
    record Verify(
            Path data,
            Optional<Path> folder,
            Signer signer,
            Optional<Path> key,
            Optional<Path> checkpoint)
            implements AuditRequest {}

    /** By whose key a record is verified, where no key is named. */
    enum Signer {
        /** By that of the deployment it lies in. */
        FOUND,
        /** By that of the deployment that is named. */
        NAMED
    }

    /**
     * Print the last events of the record.
     *
     * @param types what their types begin with; empty for all
     */
    record Show(
            Path data,
            Optional<Path> folder,
            Optional<String> person,
            List<String> types,
            Optional<Instant> since,
            int limit)
            implements AuditRequest {
        public Show {
            types = List.copyOf(types);
        }
    }
}
