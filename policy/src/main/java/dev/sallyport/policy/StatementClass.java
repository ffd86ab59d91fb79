package dev.sallyport.policy;

import dev.sallyport.sql.Act;
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

    /** The same as the grammar finds it. */
    public Act act() {
        return Act.valueOf(name());
    }

    /** The word in the policy. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
