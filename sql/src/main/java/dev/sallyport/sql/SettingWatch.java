package dev.sallyport.sql;

/** Calls of set_config and changes of the view pg_settings, wherever they stand in a segment. */
final class SettingWatch {
    private enum Call {
        NONE,
        FIRST_ARGUMENT,
        COMMA
    }

    private Call call = Call.NONE;
    private Lexeme last = Lexeme.NOTHING;
    private String name = "";
    private boolean changesPinned;
    private boolean unknownName;
    private boolean updates;
    private boolean namesView;

    /** A setting is changed whose name cannot be read. */
    boolean unknownName() {
        return unknownName;
    }

    boolean changesPinned() {
        return changesPinned || (updates && namesView);
    }

    void take(Lexeme next) {
        updates |= next.isWord("update") || next.isWord("merge");
        namesView |= next.kind().isName() && next.text().equals("pg_settings");
        unknownName |= updates && next.is(Token.ESCAPED_NAME);
        follow(next);
        if (next.is(Token.OPEN) && last.couldName("set_config")) {
            unknownName |= last.is(Token.ESCAPED_NAME);
            call = Call.FIRST_ARGUMENT;
        }
        last = next;
    }

    private void follow(Lexeme next) {
        switch (call) {
            case NONE -> {}
            case FIRST_ARGUMENT -> {
                name = next.text();
                boolean plain = next.is(Token.PLAIN_STRING);
                unknownName |= !plain;
                call = plain ? Call.COMMA : Call.NONE;
            }
            case COMMA -> {
                unknownName |= !next.is(Token.COMMA);
                changesPinned |= Settings.isPinned(name);
                call = Call.NONE;
            }
        }
    }
}
