package dev.sallyport.audit;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.io.IOException;
import java.util.Locale;

/** Thrown where the record cannot be written, so that what it would have vouched for is refused. */
public final class AuditUnavailable extends RuntimeException {
    private final transient Problem problem;

    AuditUnavailable(Problem problem) {
        super(problem.toString(), null, false, false);
        this.problem = problem;
    }

    static AuditUnavailable because(String message, String instead) {
        return new AuditUnavailable(Problem.of(ProblemCode.SP5001, message, instead));
    }

    /** After this the log is poisoned: a failed write or force is never tried again. */
    static AuditUnavailable fromFailure(Throwable failure) {
        if (failure instanceof AuditUnavailable known) {
            return known;
        }
        if (diskFull(failure)) {
            return because(
                    "the record cannot be written: the disk is full",
                    "make room on the disk of the record, then start again");
        }
        var kind =
                failure instanceof IOException
                        ? "the disk failed"
                        : "`" + failure.getClass().getSimpleName() + "` in the writer";
        return because(
                "the record cannot be written: " + kind,
                "check the disk of the record, then start again");
    }

    public Problem problem() {
        return problem;
    }

    /** The JDK has no type for ENOSPC and EDQUOT: the system's own words are all there is. */
    private static boolean diskFull(Throwable failure) {
        var message = failure.getMessage();
        if (!(failure instanceof IOException) || message == null) {
            return false;
        }
        var words = message.toLowerCase(Locale.ROOT);
        return words.contains("no space left") || words.contains("quota exceeded");
    }
}
