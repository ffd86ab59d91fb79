package dev.sallyport.cli;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.util.List;

/** How a command ended; {@code docs/reference/cli.md} lists them. */
public enum Exit {
    /** Done, nothing to change, or everything holds. */
    DONE(0),
    /** The machine, the network or a database failed. */
    FAILED(1),
    /** It works, but not as asked: changes are pending, a test fails, a record does not verify. */
    DIFFERS(2),
    /** The policy says no, or the files alone cannot say yes. */
    DENIED(3),
    /** The command line or a policy file cannot be understood; sysexits' EX_USAGE. */
    USAGE(64);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Exit of(int code) {
        for (Exit exit : values()) {
            if (exit.code == code) {
                return exit;
            }
        }
        return FAILED;
    }

    /** Mistakes in the person's own words are {@link #USAGE}; everything else failed. */
    public static Exit because(List<Problem> problems) {
        return problems.stream().allMatch(Exit::isInTheWords) ? USAGE : FAILED;
    }

    private static boolean isInTheWords(Problem problem) {
        return problem.code() == ProblemCode.SP6007 || problem.code().name().startsWith("SP1");
    }
}
