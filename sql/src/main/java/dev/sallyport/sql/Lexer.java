package dev.sallyport.sql;

import java.nio.charset.StandardCharsets;

/**
 * The tokens of one query string as PostgreSQL 14 to 18 (scan.l, standard_conforming_strings on)
 * would cut them; where versions cut differently it says unreadable. Mutable, reused.
 */
final class Lexer {
    /** Far above anything written by hand, low enough that a hostile nest ends early. */
    static final int COMMENT_DEPTH = 100;

    /** PostgreSQL's NAMEDATALEN less one; the server cuts longer names. */
    static final int NAME_BYTES = 63;

    private final Constants constants = new Constants();
    private byte[] input = new byte[0];
    private int end;
    private int start;
    private int at;
    private boolean spaceBefore;
    private String reason = "";

    /** Starts over; the bytes must be valid UTF-8 without zero. */
    void open(byte[] bytes, int from, int to) {
        input = bytes;
        at = from;
        start = from;
        end = to;
        reason = "";
    }

    byte[] input() {
        return input;
    }

    /** First byte of the token, or of what cannot be read. */
    int start() {
        return start;
    }

    /** Byte after the token. */
    int end() {
        return at;
    }

    int length() {
        return at - start;
    }

    /** White space or a comment stands between this token and the one before. */
    boolean spaceBefore() {
        return spaceBefore;
    }

    String reason() {
        return reason;
    }

    /** The token reads so, ASCII case aside; {@code word} is lower case. */
    boolean reads(String word) {
        if (word.length() != length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (Letters.fold(input[start + i]) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The token's bytes without {@code trim} of them at both ends. */
    String text(int trim) {
        return new String(input, start + trim, length() - 2 * trim, StandardCharsets.UTF_8);
    }

    /** The token in lower case; empty when longer than a name can be, so equal to no keyword. */
    String lowered() {
        if (length() > NAME_BYTES) {
            return "";
        }
        byte[] folded = new byte[length()];
        for (int i = 0; i < folded.length; i++) {
            folded[i] = Letters.fold(input[start + i]);
        }
        return new String(folded, StandardCharsets.UTF_8);
    }

    Token next() {
        if (!skipSpace()) {
            return Token.UNREADABLE;
        }
        if (at >= end) {
            return Token.END;
        }
        byte first = input[at];
        return switch (Letters.classOf(first)) {
            case Letters.LETTER -> wordOrPrefixed(first);
            case Letters.DIGIT -> number();
            case Letters.OPERATOR -> operator();
            default -> symbol(first);
        };
    }

    private boolean skipSpace() {
        int from = at;
        while (at < end) {
            byte letter = input[at];
            if (Letters.classOf(letter) == Letters.SPACE) {
                at++;
            } else if (letter == '-' && byteAt(at + 1) == '-') {
                skipLine();
            } else if (letter == '/' && byteAt(at + 1) == '*') {
                if (!skipComment()) {
                    return false;
                }
            } else {
                break;
            }
        }
        spaceBefore = at > from;
        start = at;
        return true;
    }

    private void skipLine() {
        while (at < end && !Letters.isNewline(input[at])) {
            at++;
        }
    }

    private boolean skipComment() {
        start = at;
        int depth = 0;
        while (at < end) {
            if (input[at] == '/' && byteAt(at + 1) == '*') {
                at += 2;
                if (++depth > COMMENT_DEPTH) {
                    return fails("comments are nested too deeply") != Token.UNREADABLE;
                }
            } else if (input[at] == '*' && byteAt(at + 1) == '/') {
                at += 2;
                if (--depth == 0) {
                    return true;
                }
            } else {
                at++;
            }
        }
        return fails("a comment has no end") != Token.UNREADABLE;
    }

    private Token wordOrPrefixed(byte first) {
        int second = byteAt(at + 1);
        if (second == '\'') {
            switch (Letters.fold(first)) {
                case 'e' -> {
                    return quoted(constants.escaped(input, at + 2, end), Token.LITERAL);
                }
                case 'n' -> {
                    return quoted(constants.standard(input, at + 2, end), Token.LITERAL);
                }
                case 'b', 'x' -> {
                    return quoted(constants.bits(input, at + 2, end), Token.LITERAL);
                }
                default -> {}
            }
        }
        if (second == '&' && Letters.fold(first) == 'u') {
            if (byteAt(at + 2) == '\'') {
                return quoted(constants.standard(input, at + 3, end), Token.LITERAL);
            }
            if (byteAt(at + 2) == '"') {
                return quoted(constants.name(input, at + 3, end), Token.ESCAPED_NAME);
            }
        }
        at++;
        while (at < end && Letters.continuesName(input[at])) {
            at++;
        }
        return Token.WORD;
    }

    private Token number() {
        at = constants.number(input, at, end);
        return endsCleanly() ? Token.LITERAL : fails("a number runs into a word");
    }

    /** PostgreSQL 14 reads {@code 1a} as two tokens, 15 and later refuse it: nobody may guess. */
    private boolean endsCleanly() {
        return at >= end || !Letters.continuesName(input[at]);
    }

    private Token operator() {
        while (at < end && Letters.classOf(input[at]) == Letters.OPERATOR && !startsComment()) {
            at++;
        }
        return Token.OPERATOR;
    }

    private boolean startsComment() {
        byte letter = input[at];
        int second = byteAt(at + 1);
        return (letter == '-' && second == '-') || (letter == '/' && second == '*');
    }

    private Token symbol(byte first) {
        return switch (first) {
            case '\'' -> {
                Token read = quoted(constants.standard(input, at + 1, end), Token.PLAIN_STRING);
                yield read == Token.PLAIN_STRING && !constants.plain() ? Token.LITERAL : read;
            }
            case '"' -> quoted(constants.name(input, at + 1, end), Token.QUOTED_NAME);
            case '$' -> dollar();
            case '.' -> dot();
            case '(' -> one(Token.OPEN);
            case ')' -> one(Token.CLOSE);
            case ',' -> one(Token.COMMA);
            case ';' -> one(Token.SEMICOLON);
            default -> one(Token.OPERATOR);
        };
    }

    private Token dot() {
        int second = byteAt(at + 1);
        if (second >= '0' && second <= '9') {
            return number();
        }
        at += second == '.' ? 2 : 1;
        return Token.DOT;
    }

    private Token dollar() {
        int tagEnd = at + 1;
        if (tagEnd < end && Letters.classOf(input[tagEnd]) == Letters.DIGIT) {
            at = tagEnd;
            while (at < end && Letters.classOf(input[at]) == Letters.DIGIT) {
                at++;
            }
            return endsCleanly() ? Token.PARAMETER : fails("a parameter runs into a word");
        }
        while (tagEnd < end && Letters.continuesTag(input[tagEnd])) {
            tagEnd++;
        }
        if (byteAt(tagEnd) != '$') {
            return one(Token.OPERATOR);
        }
        int close = constants.dollarQuoted(input, at, tagEnd + 1, end);
        if (close < 0) {
            return fails("a dollar quote has no end");
        }
        at = close;
        return Token.LITERAL;
    }

    private Token quoted(int close, Token kind) {
        if (close < 0) {
            return fails(kind.isName() ? "a quoted name has no end" : "a quoted string has no end");
        }
        at = close;
        return kind;
    }

    private Token one(Token kind) {
        at++;
        return kind;
    }

    private Token fails(String why) {
        reason = why;
        return Token.UNREADABLE;
    }

    private int byteAt(int position) {
        return position < end ? input[position] : -1;
    }
}
