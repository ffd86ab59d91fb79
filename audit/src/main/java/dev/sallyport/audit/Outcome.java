package dev.sallyport.audit;

import dev.sallyport.problem.ProblemCode;

/** How a statement ended, with the SP number or SQLSTATE where it did not end well. */
public record Outcome(Status status, String code) {
    private static final Outcome OK = new Outcome(Status.OK, "");
    private static final Outcome CANCELLED = new Outcome(Status.CANCELLED, "57014");
    private static final Outcome UNKNOWN = new Outcome(Status.UNKNOWN, "");

    /** Longest code; an SP number has six characters, a SQLSTATE five. */
    private static final int CODE_CHARS = 6;

    /** The five ways a statement ends. */
    public enum Status {
        OK("ok"),
        DENIED("denied"),
        ERROR("error"),
        CANCELLED("cancelled"),
        UNKNOWN("unknown");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    public Outcome {
        if (code.length() > CODE_CHARS || !code.chars().allMatch(Outcome::codeCharacter)) {
            throw new IllegalArgumentException("a code of letters and digits");
        }
    }

    public static Outcome ok() {
        return OK;
    }

    public static Outcome denied(ProblemCode code) {
        return new Outcome(Status.DENIED, code.name());
    }

    /** An answer of the database; a SQLSTATE that is none is recorded as {@code XX000}. */
    public static Outcome error(String sqlState) {
        var sound = sqlState.length() == 5 && sqlState.chars().allMatch(Outcome::codeCharacter);
        return new Outcome(Status.ERROR, sound ? sqlState : "XX000");
    }

    public static Outcome cancelled() {
        return CANCELLED;
    }

    /** The answer never came: the statement may or may not have taken effect. */
    public static Outcome unknown() {
        return UNKNOWN;
    }

    private static boolean codeCharacter(int character) {
        return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z');
    }
}
