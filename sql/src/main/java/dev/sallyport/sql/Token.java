package dev.sallyport.sql;

/** What the lexer can tell apart; everything that carries a value is a literal. */
enum Token {
    END,
    UNREADABLE,
    /** An unquoted identifier or keyword. */
    WORD,
    /** {@code "Name"}. */
    QUOTED_NAME,
    /** {@code U&"n\0061me"}: a name whose letters the lexer does not decode. */
    ESCAPED_NAME,
    /** {@code 'text'}: one piece, no escape, no doubled quote, so its bytes are its value. */
    PLAIN_STRING,
    /** Every other constant. */
    LITERAL,
    /** {@code $1}. */
    PARAMETER,
    OPEN,
    CLOSE,
    COMMA,
    SEMICOLON,
    DOT,
    /** Any other symbol or run of operator characters. */
    OPERATOR;

    boolean isConstant() {
        return this == PLAIN_STRING || this == LITERAL;
    }

    boolean isName() {
        return this == WORD || this == QUOTED_NAME || this == ESCAPED_NAME;
    }

    /** Two such tokens side by side need a space between them to stay two. */
    boolean needsRoom() {
        return isName() || isConstant() || this == PARAMETER;
    }
}
