package dev.sallyport.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A kind of statement a role may run. */
public enum StatementClass {
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    MERGE,
    COPY_OUT,
    COPY_IN,
    CALL,
    DDL,
    EXPLAIN;

    public static Optional<StatementClass> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.toString().equals(word)).findFirst();
    }

    /**
     * Whether it cannot run without a grant of its own, so that leaving the grant out holds it
     * back.
     */
    public boolean needsAGrantOfItsOwn() {
        return switch (this) {
            case SELECT, INSERT, UPDATE, DELETE, DDL, COPY_IN -> true;
            case MERGE, COPY_OUT, CALL, EXPLAIN -> false;
        };
    }

    /** The word in the policy. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
