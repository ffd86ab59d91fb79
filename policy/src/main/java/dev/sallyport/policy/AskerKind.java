package dev.sallyport.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What asks: a person, an agent acting for one, or an application by itself. */
public enum AskerKind {
    PEOPLE,
    AGENTS,
    SERVICES;

    static Optional<AskerKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.toString().equals(word)).findFirst();
    }

    /** The word in the policy. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
