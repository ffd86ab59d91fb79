package dev.sallyport.sql;

import java.util.Set;

/** The fixed vocabulary the lexer rests on. */
final class Words {
    static final Set<String> TRANSACTION =
            of(
                    """
                    isolation level serializable repeatable read committed uncommitted write only
                    not deferrable snapshot as transaction characteristics current
                    """);

    private Words() {}

    static Set<String> of(String words) {
        return Set.of(words.strip().split("\\s+"));
    }
}
