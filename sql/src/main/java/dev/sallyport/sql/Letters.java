package dev.sallyport.sql;

/** The byte classes of PostgreSQL's scan.l; bytes from 0x80 up are letters, as there. */
final class Letters {
    static final byte OTHER = 0;
    static final byte SPACE = 1;
    static final byte LETTER = 2;
    static final byte DIGIT = 3;
    static final byte OPERATOR = 4;

    private static final byte[] CLASSES = classes();
    private static final byte[] FOLDED = folded();

    private Letters() {}

    static byte classOf(byte letter) {
        return CLASSES[letter & 0xFF];
    }

    /** ASCII upper case to lower case, every other byte unchanged (as PostgreSQL in UTF-8). */
    static byte fold(byte letter) {
        return FOLDED[letter & 0xFF];
    }

    static boolean isNewline(byte letter) {
        return letter == '\n' || letter == '\r';
    }

    static boolean continuesName(byte letter) {
        byte kind = classOf(letter);
        return kind == LETTER || kind == DIGIT || letter == '$';
    }

    static boolean continuesTag(byte letter) {
        byte kind = classOf(letter);
        return kind == LETTER || kind == DIGIT;
    }

    private static byte[] classes() {
        byte[] table = new byte[256];
        // Vertical tab is white space from PostgreSQL 16 on; before, it is a syntax error anywhere.
        mark(table, " \t\n\r\f\u000B", SPACE);
        mark(table, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", LETTER);
        mark(table, "0123456789", DIGIT);
        mark(table, "~!@#^&|`?+-*/%<>=", OPERATOR);
        for (int high = 0x80; high < table.length; high++) {
            table[high] = LETTER;
        }
        return table;
    }

    private static void mark(byte[] table, String letters, byte kind) {
        for (int i = 0; i < letters.length(); i++) {
            table[letters.charAt(i)] = kind;
        }
    }

    private static byte[] folded() {
        byte[] table = new byte[256];
        for (int i = 0; i < table.length; i++) {
            table[i] = (byte) (i >= 'A' && i <= 'Z' ? i + ('a' - 'A') : i);
        }
        return table;
    }
}
