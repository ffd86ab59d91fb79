package dev.sallyport.sql;

import java.util.Set;

/**
 * A token with its meaning.
 *
 * @param text a word in lower case, a quoted name or plain string by its value, a symbol as
 *     written; empty for the rest and for what is longer than a name can be
 */
record Lexeme(Token kind, String text) {
    static final Lexeme NOTHING = new Lexeme(Token.END, "");

    static Lexeme of(Token kind, Lexer lexer) {
        return new Lexeme(kind, textOf(kind, lexer));
    }

    private static String textOf(Token kind, Lexer lexer) {
        if (lexer.length() > Lexer.NAME_BYTES + 2) {
            return "";
        }
        return switch (kind) {
            case WORD -> lexer.lowered();
            case QUOTED_NAME -> lexer.text(1).replace("\"\"", "\"");
            case PLAIN_STRING -> lexer.text(1);
            case OPERATOR -> lexer.text(0);
            case END,
                    UNREADABLE,
                    ESCAPED_NAME,
                    LITERAL,
                    PARAMETER,
                    OPEN,
                    CLOSE,
                    COMMA,
                    SEMICOLON,
                    DOT ->
                    "";
        };
    }

    boolean is(Token other) {
        return kind == other;
    }

    /** An unquoted word: only such a one can be a keyword. */
    boolean isWord(String word) {
        return kind == Token.WORD && text.equals(word);
    }

    boolean isWordOf(Set<String> words) {
        return kind == Token.WORD && words.contains(text);
    }

    /** A name that is, or by its escapes could be, the given one. */
    boolean couldName(String name) {
        return kind == Token.ESCAPED_NAME || (kind.isName() && text.equals(name));
    }
}
