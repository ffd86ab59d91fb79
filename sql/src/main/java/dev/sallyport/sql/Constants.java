package dev.sallyport.sql;

/** Where a constant or a quoted name that has begun comes to its end; -1 when it never does. */
final class Constants {
    private boolean plain;

    /** The string last read was one piece without a doubled quote. */
    boolean plain() {
        return plain;
    }

    /** {@code '…'} and {@code U&'…'}, from behind the opening quote. */
    int standard(byte[] input, int from, int end) {
        plain = true;
        int at = from;
        while (at < end) {
            if (input[at++] != '\'') {
                continue;
            }
            if (at < end && input[at] == '\'') {
                plain = false;
                at++;
                continue;
            }
            int next = continuation(input, at, end);
            if (next < 0) {
                return at;
            }
            plain = false;
            at = next;
        }
        return -1;
    }

    /** {@code E'…'}: a backslash takes the next byte with it. */
    int escaped(byte[] input, int from, int end) {
        int at = from;
        while (at < end) {
            byte letter = input[at++];
            if (letter == '\\') {
                at++;
                continue;
            }
            if (letter != '\'') {
                continue;
            }
            if (at < end && input[at] == '\'') {
                at++;
                continue;
            }
            int next = continuation(input, at, end);
            if (next < 0) {
                return at;
            }
            at = next;
        }
        return -1;
    }

    /** {@code B'…'} and {@code X'…'}: a doubled quote ends one and starts another string. */
    int bits(byte[] input, int from, int end) {
        int at = from;
        while (at < end) {
            if (input[at++] != '\'') {
                continue;
            }
            int next = continuation(input, at, end);
            if (next < 0) {
                return at;
            }
            at = next;
        }
        return -1;
    }

    /** {@code "…"}, from behind the opening quote. */
    int name(byte[] input, int from, int end) {
        int at = from;
        while (at < end) {
            if (input[at++] != '"') {
                continue;
            }
            if (at >= end || input[at] != '"') {
                return at;
            }
            at++;
        }
        return -1;
    }

    /** {@code $tag$…$tag$}; the opening delimiter is the bytes open to body. */
    int dollarQuoted(byte[] input, int open, int body, int end) {
        int width = body - open;
        for (int at = body; at + width <= end; at++) {
            if (input[at] == '$' && sameBytes(input, open, at, width)) {
                return at + width;
            }
        }
        return -1;
    }

    /** Decimal, hexadecimal, octal, binary and exponent forms of PostgreSQL 16. */
    int number(byte[] input, int from, int end) {
        int based = based(input, from, end);
        if (based > from) {
            return based;
        }
        int at = digits(input, from, end, 10);
        boolean range = at + 1 < end && input[at] == '.' && input[at + 1] == '.' && at > from;
        if (at < end && input[at] == '.' && !range) {
            at = digits(input, at + 1, end, 10);
        }
        return exponent(input, at, end);
    }

    /**
     * Behind a closing quote: white space and line comments with a newline among them and then a
     * quote continue the string (SQL standard; scan.l quotecontinue). The byte behind that quote.
     */
    private static int continuation(byte[] input, int from, int end) {
        boolean newline = false;
        int at = from;
        while (at < end) {
            byte letter = input[at];
            if (Letters.classOf(letter) == Letters.SPACE) {
                newline |= Letters.isNewline(letter);
                at++;
            } else if (letter == '-' && at + 1 < end && input[at + 1] == '-') {
                while (at < end && !Letters.isNewline(input[at])) {
                    at++;
                }
            } else {
                return newline && letter == '\'' ? at + 1 : -1;
            }
        }
        return -1;
    }

    private static boolean sameBytes(byte[] input, int one, int other, int width) {
        for (int i = 1; i < width; i++) {
            if (input[one + i] != input[other + i]) {
                return false;
            }
        }
        return true;
    }

    private static int based(byte[] input, int from, int end) {
        if (input[from] != '0' || from + 1 >= end) {
            return from;
        }
        int base =
                switch (Letters.fold(input[from + 1])) {
                    case 'x' -> 16;
                    case 'o' -> 8;
                    case 'b' -> 2;
                    default -> 0;
                };
        if (base == 0) {
            return from;
        }
        int first = from + 2 < end && input[from + 2] == '_' ? from + 3 : from + 2;
        int at = digits(input, first, end, base);
        return at > first ? at : from;
    }

    /** Digits with single underscores between them. */
    private static int digits(byte[] input, int from, int end, int base) {
        int at = from;
        while (at < end) {
            if (isDigit(input[at], base)) {
                at++;
            } else if (input[at] == '_'
                    && at > from
                    && at + 1 < end
                    && isDigit(input[at + 1], base)) {
                at += 2;
            } else {
                return at;
            }
        }
        return at;
    }

    private static boolean isDigit(byte letter, int base) {
        return letter > 0 && Character.digit((char) letter, base) >= 0;
    }

    private static int exponent(byte[] input, int from, int end) {
        if (from >= end || Letters.fold(input[from]) != 'e') {
            return from;
        }
        int at = from + 1;
        if (at < end && (input[at] == '+' || input[at] == '-')) {
            at++;
        }
        int stop = digits(input, at, end, 10);
        return stop > at ? stop : from;
    }
}
