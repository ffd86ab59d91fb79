package dev.sallyport.policy;

/** How the words of a policy look, for the grammar; {@link Names} judges them. */
final class Patterns {
    private static final String NAME = "[a-z][a-z0-9_]{0,40}";

    static final Shape.Word PLAIN =
            Shape.word(NAME, "use a to z, 0 to 9 and `_`, at most 41 characters");

    /** A role, a login: it becomes a name in the database. */
    static final Shape.Word NATIVE =
            Shape.word(
                    "(?!pg_)(?!(?:public|none|information_schema|postgres|sallyport)$)" + NAME,
                    "use a to z, 0 to 9 and `_`, at most 41 characters, not reserved");

    static final Shape.Word CLASS =
            Shape.word(NAME + "(?:\\." + NAME + ")+", "write it as `phi.contact`");

    static final Shape.Word COLUMN =
            Shape.word(
                    "(?=.*\\S)[^.*\\u0000-\\u001f\\u007f-\\u009f]{1,63}",
                    "write a name without dots, at most 63 bytes");

    /** As LISTEN folds it, or the beginning of several. */
    static final String CHANNEL_NAME = "[a-z_][a-z0-9_]{0,61}[*]?";

    static final Shape.Word CHANNEL =
            Shape.word(CHANNEL_NAME, "use a to z, 0 to 9 and `_`, and `*` at the end");

    static final Shape.Word SPAN =
            Shape.word("[1-9][0-9]{0,8}[smhd]", "write `15m`, `8h` or `90d`");

    static final Shape.Word MOMENT =
            Shape.word(
                    "[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]{4,18}(?:Z|[+-][0-9:]{2,8}))?",
                    "write `2027-01-31`, or `2027-01-31T12:00:00Z`");

    private static final String ATTRIBUTE = "\\$user\\." + NAME;

    static final Shape.Word USER = Shape.word(ATTRIBUTE, "write `$user.name`");

    /** A constant text, or what stands for the person or the request. */
    static final Shape.Word VALUE =
            Shape.word(
                    "(?!\\$)[\\s\\S]*|" + ATTRIBUTE + "|\\$request\\.subject",
                    "write a constant, `$user.name` or `$request.subject`");

    /** {@code group:data-stewards}. */
    static final Shape.Word PARTY =
            Shape.word(
                    "(?:group|person|role):.*\\S.*",
                    "write `group:name`, `person:login` or `role:name`");

    /** For whom an agent acts. */
    static final Shape.Word PRINCIPAL =
            Shape.word("(?:group|person):.*\\S.*", "write `group:name` or `person:login`");

    private Patterns() {}
}
