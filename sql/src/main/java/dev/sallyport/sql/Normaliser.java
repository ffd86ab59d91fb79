package dev.sallyport.sql;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a query string without its literals into a buffer of its own and hashes it. Mutable, for
 * one thread; allocates nothing once its buffer has grown.
 *
 * <p>Non-ASCII letters are copied unchanged, as PostgreSQL does in UTF-8.
 */
public final class Normaliser {
    /** Longest query string read: a sixteenth of what PostgreSQL takes, far above real text. */
    public static final int QUERY_BYTES = 16 << 20;

    /** A loop keeps no larger buffer than this after one huge query. */
    private static final int KEPT_BYTES = 256 << 10;

    /** Most statements in one query string: a script, not a flood of semicolons. */
    static final int STATEMENTS = 10_000;

    /** The server's parameters are numbered with 16 bits; more digits are not a parameter. */
    private static final int PARAMETER_BYTES = 6;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    /** Whether a reading may be kept under the normalised bytes. */
    public enum Outcome {
        /** Equal normalised bytes have equal readings. */
        REPEATABLE,
        /** The reading depends on a literal: read it anew each time. */
        SINGULAR,
        UNREADABLE
    }

    private final Lexer lexer = new Lexer();
    private final Nesting nesting = new Nesting();
    private final SettingValues settings = new SettingValues();
    private final LiteralList list = new LiteralList();
    private final LiteralPlaces literals = new LiteralPlaces();
    private byte[] text = new byte[4096];
    private int length;
    private int statementStart;
    private int firstByte;
    private int endByte;
    private int statements;
    private int tokens;
    private Token last = Token.END;
    private boolean singular;
    private long hash;
    private int position;
    private String reason = "";

    /** Normalises one query string. */
    public Outcome normalise(byte[] utf8, int offset, int count) {
        return normalise(utf8, offset, count, CutListener.DEAF);
    }

    /** The normalised text: {@link #length()} bytes, valid until the next call. */
    public byte[] bytes() {
        return text;
    }

    public int length() {
        return length;
    }

    /** Of the normalised bytes; the same in every process. */
    public long hash() {
        return hash;
    }

    /** Where reading stopped, in bytes from the start of the query string. */
    int position() {
        return position;
    }

    String reason() {
        return reason;
    }

    /** Of the query string last read; valid until the next call. */
    LiteralPlaces literals() {
        return literals;
    }

    /** How many tokens the query string has, but for semicolons between statements. */
    int tokens() {
        return tokens;
    }

    String text(int from, int to) {
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }

    Outcome normalise(byte[] utf8, int offset, int count, CutListener listener) {
        reset();
        if (count > QUERY_BYTES) {
            return unreadable(QUERY_BYTES, "a query string of more than 16 MiB");
        }
        int invalid = Utf8.firstInvalid(utf8, offset, offset + count);
        if (invalid >= 0) {
            return unreadable(invalid - offset, "bytes that are not UTF-8 text");
        }
        lexer.open(utf8, offset, offset + count);
        for (Token kind = lexer.next(); kind != Token.END; kind = lexer.next()) {
            if (kind == Token.UNREADABLE) {
                return unreadable(lexer.start() - offset, lexer.reason());
            }
            if (kind == Token.SEMICOLON && nesting.isTop()) {
                endStatement(listener);
                if (statements > STATEMENTS) {
                    return unreadable(lexer.start() - offset, "too many statements in one query");
                }
            } else {
                take(kind);
            }
        }
        endStatement(listener);
        hash = hashOf(text, length);
        return singular ? Outcome.SINGULAR : Outcome.REPEATABLE;
    }

    private void reset() {
        if (text.length > KEPT_BYTES) {
            text = new byte[4096];
        }
        length = 0;
        statements = 0;
        tokens = 0;
        singular = false;
        hash = 0;
        literals.clear();
        startStatement();
    }

    private void startStatement() {
        statementStart = length;
        last = Token.END;
        list.clear();
        nesting.startStatement();
        settings.startSegment();
    }

    private void endStatement(CutListener listener) {
        if (last == Token.END) {
            return;
        }
        flush();
        statements++;
        listener.statementEnds(statementStart, length, firstByte, endByte);
        write(';');
        startStatement();
    }

    private void take(Token kind) {
        firstByte = last == Token.END ? lexer.start() : firstByte;
        endByte = lexer.end();
        tokens++;
        nesting.take(kind, lexer);
        SettingValues.Verdict verdict = settings.take(kind, lexer);
        singular |= settings.isSet() || readsLiteral(kind);
        switch (verdict) {
            case KEEP -> put(kind);
            case REPLACE -> put(Token.LITERAL);
            case DROP -> {}
        }
        if (kind == Token.SEMICOLON) {
            settings.startSegment();
        }
    }

    /**
     * The first argument of set_config decides what the statement is, and the literal behind
     * UESCAPE what a name is. How large HAVING wants groups to be may decide whether it may run.
     * The grammar makes a cast of N'…', and of no other constant.
     */
    private boolean readsLiteral(Token kind) {
        return switch (kind) {
            case WORD -> lexer.reads("set_config") || lexer.reads("having");
            case QUOTED_NAME -> lexer.reads("\"set_config\"");
            case ESCAPED_NAME -> true;
            case LITERAL -> Letters.fold(lexer.input()[lexer.start()]) == 'n';
            default -> false;
        };
    }

    private void put(Token kind) {
        if (list.absorbs(kind)) {
            literals.absorbed(kind, lexer);
            return;
        }
        if (kind == Token.CLOSE) {
            list.forgetRepeats();
        }
        flush();
        list.noteWritten(kind);
        space(kind);
        switch (kind) {
            case WORD -> copyFolded();
            case PLAIN_STRING, LITERAL -> {
                literals.written(kind, lexer);
                write('?');
            }
            case PARAMETER -> parameter();
            default -> copy();
        }
        last = kind;
    }

    /** Writes what the list held back and turned out not to be a list of literals only. */
    private void flush() {
        for (int repeats = list.takeRepeats(); repeats > 0; repeats--) {
            write(',');
            write(' ');
            write('?');
        }
        if (list.takeComma()) {
            write(',');
            last = Token.COMMA;
        }
    }

    private void space(Token kind) {
        if (last == Token.END || last == Token.OPEN) {
            return;
        }
        if (kind == Token.COMMA || kind == Token.CLOSE || kind == Token.SEMICOLON) {
            return;
        }
        boolean apart =
                lexer.spaceBefore()
                        || last == Token.COMMA
                        || last == Token.SEMICOLON
                        || (last.needsRoom() && kind.needsRoom())
                        || marksMeet(kind);
        if (apart) {
            write(' ');
        }
    }

    /** A literal's mark beside the operator of the same look. */
    private boolean marksMeet(Token kind) {
        boolean mark = kind.isConstant() || lexer.input()[lexer.start()] == '?';
        return mark && text[length - 1] == '?';
    }

    private void parameter() {
        literals.parameter();
        if (lexer.length() > PARAMETER_BYTES) {
            write('?');
        } else {
            copy();
        }
    }

    private void copy() {
        int count = lexer.length();
        makeRoom(count);
        System.arraycopy(lexer.input(), lexer.start(), text, length, count);
        length += count;
    }

    private void copyFolded() {
        int count = lexer.length();
        makeRoom(count);
        byte[] input = lexer.input();
        int from = lexer.start();
        for (int i = 0; i < count; i++) {
            text[length + i] = Letters.fold(input[from + i]);
        }
        length += count;
    }

    private void write(char letter) {
        makeRoom(1);
        text[length++] = (byte) letter;
    }

    private void makeRoom(int more) {
        if (length + more > text.length) {
            text = Arrays.copyOf(text, Math.max(length + more, text.length * 2));
        }
    }

    private Outcome unreadable(int where, String why) {
        position = where;
        reason = why;
        length = 0;
        return Outcome.UNREADABLE;
    }

    /** The same in every process. */
    static long hashOf(byte[] bytes, int count) {
        long hash = count * MULTIPLIER;
        int at = 0;
        for (; at + Long.BYTES <= count; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONGS.get(bytes, at));
        }
        long rest = 0;
        for (; at < count; at++) {
            rest = rest << 8 | (bytes[at] & 0xFF);
        }
        return mix(hash ^ rest);
    }

    private static long mix(long value) {
        long low = value * MULTIPLIER;
        return low ^ Math.unsignedMultiplyHigh(value, MULTIPLIER) ^ (low >>> 29);
    }
}
