package dev.sallyport.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a rectangle allows. */
public enum Verb {
    SEE,
    INSERT,
    UPDATE,
    DELETE,
    /** Taking what is seen away as a file. */
    EXPORT;

    public static Optional<Verb> of(String word) {
        return Arrays.stream(values()).filter(verb -> verb.toString().equals(word)).findFirst();
    }

    /** The word in the policy. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
