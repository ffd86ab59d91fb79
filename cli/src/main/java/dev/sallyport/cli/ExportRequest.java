package dev.sallyport.cli;

import java.nio.file.Path;
import java.time.Duration;

/** What a person asks about the exports that somebody has to agree to. */
public sealed interface ExportRequest extends Request.Exports {

    /** Say who asks for which. */
    record List(Path data, Request.Form form) implements ExportRequest {}

    /**
     * Agree to one.
     *
     * @param by who answers for it
     */
    record Approve(Path data, String id, String by, Duration lasts) implements ExportRequest {}

    /** Do not, or no longer. */
    record Refuse(Path data, String id) implements ExportRequest {}
}
