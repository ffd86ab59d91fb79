package dev.sallyport.provision.adopt;

/** A database's own words where only people read them: one line, no control character. */
final class Comments {
    private Comments() {}

    static String plain(String words) {
        StringBuilder plain = new StringBuilder();
        words.codePoints()
                .map(one -> Character.isISOControl(one) || isLineEnd(one) ? '?' : one)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    private static boolean isLineEnd(int one) {
        return one == 0x85 || one == 0x2028 || one == 0x2029 || one == 0xFEFF;
    }
}
