package dev.sallyport.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Somebody a rule names, as {@code group:data-stewards} or {@code person:h_ruiz}. */
public record Party(Kind kind, String name) {

    /** What the name is the name of. */
    public enum Kind {
        GROUP,
        PERSON,
        ROLE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Optional<Party> of(String written) {
        int colon = written.indexOf(':');
        if (colon <= 0 || written.substring(colon + 1).isBlank()) {
            return Optional.empty();
        }
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.toString().equals(written.substring(0, colon)))
                .findFirst()
                .map(kind -> new Party(kind, written.substring(colon + 1).strip()));
    }

    @Override
    public String toString() {
        return kind + ":" + name;
    }
}
