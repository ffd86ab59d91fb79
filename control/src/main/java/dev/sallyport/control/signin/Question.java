package dev.sallyport.control.signin;

/** What a person in front of a browser is asked to confirm. */
public sealed interface Question {
    /** Longer than any name that says something. */
    int LONGEST = 64;

    /** Of whoever asks, for the person to compare with their own. */
    String address();

    /** That the machine at an address gets a token of theirs. */
    record ForToken(String address) implements Question {}

    /**
     * That one connection is theirs.
     *
     * @param login as whom it wants to come in
     * @param application what it calls itself; may be empty
     */
    record ForConnection(String login, String database, String application, String address)
            implements Question {}

    /** As the page and the record may show it: a stranger chose the words. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(one ->
                        Character.isLetterOrDigit(one) || (one >= ' ' && one <= '~') ? one : '?')
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
