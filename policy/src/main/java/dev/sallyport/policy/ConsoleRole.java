package dev.sallyport.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What somebody does in Sallyport itself; none of them opens anything in a database. */
public enum ConsoleRole {
    /** Looks. */
    READER,
    /** Also shuts people out and lets them back in. */
    WRITER,
    /** Also keeps what programs prove themselves with. */
    ADMINISTRATOR,
    /** Looks at everything, and changes nothing. */
    AUDITOR;

    /** As the policy, the record and the API write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(ConsoleRole::word).toList();
    }

    static Optional<ConsoleRole> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
