package dev.sallyport.app;

import dev.sallyport.audit.AuditUnavailable;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What a failure of the machine is called when a person can do something about it. */
final class Trouble {
    private Trouble() {}

    /** Does it; a failure of the machine that has a name is refused by that name. */
    static <T> T named(Path data, Callable<T> work) throws Exception {
        try {
            return work.call();
        } catch (Refused e) {
            throw e;
        } catch (Exception e) {
            Optional<Problem> known = of(e, data);
            if (known.isPresent()) {
                throw new Refused(known.get());
            }
            throw e;
        }
    }

    static Optional<Problem> of(Throwable failure, Path data) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuditUnavailable record) {
                // Whichever part of us meets the full disk first, it is one and the same trouble.
                return Optional.of(
                        record.problem().message().contains("disk is full")
                                ? full(data)
                                : record.problem());
            }
            if (isFull(cause)) {
                return Optional.of(full(data));
            }
            if (cause instanceof java.nio.file.AccessDeniedException denied) {
                return Optional.of(
                        Problem.of(
                                ProblemCode.SP6004,
                                "`" + denied.getFile() + "` is not ours to write",
                                "give another `--data`, or start as its owner"));
            }
            if (cause instanceof SQLException sql) {
                return Optional.of(
                        Problem.of(
                                ProblemCode.SP3004,
                                "the database ended the work with SQLSTATE " + sql.getSQLState(),
                                Files.exists(data.resolve("postgres"))
                                        ? "see `" + data.resolve("postgres/server.log") + "`"
                                        : "see the database's own log"));
            }
        }
        return Optional.empty();
    }

    /** A file of ours that could not be kept, whatever the reason. */
    static Problem unwritten(Path file, IOException failure) {
        return of(failure, file)
                .orElseGet(() ->
                        Problem.of(
                                ProblemCode.SP6004,
                                "`" + file + "` cannot be written",
                                "see that its folder is there, is ours, and has nothing called `"
                                        + file.getFileName()
                                        + ".partial`"));
    }

    static Problem full(Path path) {
        return Problem.of(
                ProblemCode.SP6004,
                "the disk that holds `" + path + "` is full",
                Files.exists(path.resolve("postgres"))
                        ? "free some space, then start again, with `demo --reset` if that says so"
                        : "free some space, then start again");
    }

    /** Whether a program's or the system's own words say that there is no room. */
    static boolean meansFull(String words) {
        return words.contains("No space left on device") || words.contains("Disk quota exceeded");
    }

    /** SQLSTATE 53100 is PostgreSQL's {@code disk_full}. */
    private static boolean isFull(Throwable cause) {
        return switch (cause) {
            case SQLException sql -> "53100".equals(sql.getSQLState());
            case IOException io -> io.getMessage() != null && meansFull(io.getMessage());
            default -> false;
        };
    }
}
