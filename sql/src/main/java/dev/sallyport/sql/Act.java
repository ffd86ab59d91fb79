package dev.sallyport.sql;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a statement does, as rules about statements speak of it. */
public enum Act {
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    MERGE,
    COPY_OUT,
    COPY_IN,
    CALL,
    DDL,
    EXPLAIN,
    /** It runs what it explains, and tells how many rows were held back. */
    EXPLAIN_ANALYZE,
    /** Also where the condition is one for all rows, as {@code WHERE true}. */
    UPDATE_WITHOUT_WHERE,
    DELETE_WITHOUT_WHERE,
    TRUNCATE,
    DROP,
    /** REVOKE, too, and default rights. */
    GRANT,
    ALTER_ROLE,
    LOCK,
    DO;

    public static Optional<Act> of(String word) {
        return Arrays.stream(values()).filter(act -> act.toString().equals(word)).findFirst();
    }

    /** The word in the policy. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
