package dev.sallyport.sql;

import java.util.OptionalInt;

/** Finds the end of the list in the text of one query or change. */
public final class SelectList {
    private SelectList() {}

    /**
     * Where a further item may be written: behind the last byte of the select list.
     *
     * @param shape of this text, or of another one with the same normalised form
     * @return a byte from the start of the query string; empty where the text has another shape
     */
    public static OptionalInt end(byte[] utf8, int offset, int length, SelectShape shape) {
        return end(utf8, offset, offset + length, shape.fromWord());
    }

    private static OptionalInt end(byte[] utf8, int start, int stop, int fromWord) {
        Lexer lexer = new Lexer();
        lexer.open(utf8, start, stop);
        int left = fromWord;
        int behind = start;
        while (true) {
            Token token = lexer.next();
            if (token == Token.END || token == Token.UNREADABLE) {
                return OptionalInt.empty();
            }
            if (token == Token.WORD && lexer.reads("from") && left-- == 0) {
                return OptionalInt.of(behind - start);
            }
            behind = lexer.end();
        }
    }

    /**
     * Where a change may be continued: behind its last token.
     *
     * @return a byte from the start of the query string
     */
    public static int last(byte[] utf8, int offset, int length) {
        Lexer lexer = new Lexer();
        lexer.open(utf8, offset, offset + length);
        int behind = offset;
        for (Token token = lexer.next();
                token != Token.END && token != Token.UNREADABLE;
                token = lexer.next()) {
            behind = token == Token.SEMICOLON ? behind : lexer.end();
        }
        return behind - offset;
    }

    /** How many words FROM stand before this byte, less the last one. */
    public static int fromWord(byte[] utf8, int offset, int before) {
        Lexer lexer = new Lexer();
        lexer.open(utf8, offset, before);
        int count = -1;
        for (Token token = lexer.next();
                token != Token.END && token != Token.UNREADABLE;
                token = lexer.next()) {
            count += token == Token.WORD && lexer.reads("from") ? 1 : 0;
        }
        return count;
    }
}
